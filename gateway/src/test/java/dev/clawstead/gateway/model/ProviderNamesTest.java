package dev.clawstead.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.gateway.model.ProviderClient.Origin;
import dev.clawstead.gateway.proxy.EventLoops;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderNamesTest {

  private final EventLoops loops = new EventLoops();
  private final EventLoop loop = loops.all().getFirst();

  @AfterEach
  void close() {
    loops.close();
  }

  @Test
  void aProvidersNameIsAskedOfANameServerAndKept() throws Exception {
    try (NameServer server = new NameServer(false);
        Provider provider = new Provider();
        AddressResolverGroup<InetSocketAddress> names = names(server)) {
      Origin origin = new Origin("api.provider.test", URI.create(provider.base()).getPort(), false);

      assertThat(connected(names, origin).get(30, TimeUnit.SECONDS)).isTrue();
      int asked = server.asked.get();
      assertThat(connected(names, origin).get(30, TimeUnit.SECONDS)).isTrue();

      assertThat(asked).isPositive();
      assertThat(server.asked).hasValue(asked);
    }
  }

  @Test
  void whileANameServerIsSilentTheLoopServesOthers() throws Exception {
    try (NameServer server = new NameServer(true);
        Provider provider = new Provider();
        AddressResolverGroup<InetSocketAddress> names = names(server)) {
      int port = URI.create(provider.base()).getPort();
      CompletableFuture<Boolean> lost = connected(names, new Origin("lost.test", port, false));

      assertThat(connected(names, new Origin("127.0.0.1", port, false)).get(30, TimeUnit.SECONDS))
          .isTrue();
      assertThat(lost).isNotDone();
      assertThat(lost.get(60, TimeUnit.SECONDS)).isFalse();
    }
  }

  private AddressResolverGroup<InetSocketAddress> names(NameServer server) {
    return ProviderNames.of(loops, new SingletonDnsServerAddressStreamProvider(server.address()));
  }

  private CompletableFuture<Boolean> connected(
      AddressResolverGroup<InetSocketAddress> names, Origin origin) throws Exception {
    var tls = SslContextBuilder.forClient().build();
    ProviderClient client = new ProviderClient(loop, loops.socketType(), tls, names);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    loop.execute(
        () -> client.connect(origin, true, connection -> done.complete(connection != null)));
    return done;
  }
}
