package dev.clawstead.gateway.model;

import dev.clawstead.gateway.proxy.EventLoops;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Finds providers' addresses without holding an event loop: the JDK's own resolver blocks its
 * thread, and with it every stream of that loop, for as long as a name server is silent.
 */
final class ProviderNames {

  private static final Duration QUERY = Duration.ofSeconds(1);
  private static final int QUERIES_MAX = 4;
  private static final int SECONDS_MIN = 1;

  /** Providers move their addresses behind names that live for a minute or so. */
  private static final int SECONDS_MAX = 60;

  private ProviderNames() {}

  /**
   * Asks these name servers.
   *
   * @param servers in production the machine's own; the hosts file counts as well
   */
  static AddressResolverGroup<InetSocketAddress> of(
      EventLoops loops, DnsServerAddressStreamProvider servers) {
    return new DnsAddressResolverGroup(
        new DnsNameResolverBuilder()
            .datagramChannelType(loops.datagramType())
            .socketChannelType(loops.socketType())
            .nameServerProvider(servers)
            .queryTimeoutMillis(QUERY.toMillis())
            .maxQueriesPerResolve(QUERIES_MAX)
            .ttl(SECONDS_MIN, SECONDS_MAX)
            .negativeTtl(SECONDS_MIN));
  }
}
