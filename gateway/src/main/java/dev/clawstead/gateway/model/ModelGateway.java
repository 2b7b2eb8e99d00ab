package dev.clawstead.gateway.model;

import dev.clawstead.db.Database;
import dev.clawstead.db.catalogue.Breakers;
import dev.clawstead.db.spending.Attempts;
import dev.clawstead.db.spending.Leases;
import dev.clawstead.db.spending.SpendingNotices;
import dev.clawstead.gateway.budget.Purses;
import dev.clawstead.gateway.journal.Drain;
import dev.clawstead.gateway.journal.Journal;
import dev.clawstead.gateway.proxy.EventLoops;
import dev.clawstead.gateway.proxy.Limits;
import dev.clawstead.gateway.proxy.RequestDecoder;
import dev.clawstead.gateway.table.RouteTable;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Vault;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** The model gateway: its listeners, and everything behind them. */
public final class ModelGateway implements AutoCloseable {

  private static final int MIB = 1 << 20;

  /** The largest body; a large picture or two fit. */
  private static final long BODY_MAX = 25L * MIB;

  private static final long BODIES_MAX = 160L * MIB;
  private static final long ROOM_STEP = MIB;
  private static final Duration READ_TABLES_EVERY = Duration.ofMillis(500);

  private final EventLoops loops = new EventLoops();
  private final Map<EventExecutor, ProviderClient> providers = new HashMap<>();
  private final ModelSite site;
  private final ModelTables tables;
  private final Purses purses;
  private final Journal journal;
  private final Drain drain;

  private ModelGateway(Parts parts, String name, Journal journal) throws IOException {
    this.journal = journal;
    Purses.Books books =
        new Purses.Books(
            new Leases(parts.database.sql()), new SpendingNotices(parts.database.sql()));
    Attempts attempts = new Attempts(parts.database.sql());
    this.drain = new Drain(journal, batch -> attempts.record(name, batch));
    this.purses = new Purses(name, books, Clock.systemUTC(), drain.caughtUp());
    Callers callers = new Callers(parts.routes, Clock.systemUTC());
    this.tables =
        new ModelTables(
            parts.database.sql(),
            new Vault(parts.secret),
            new ModelTables.Audience(
                callers,
                purses::capsChanged,
                new BreakerReport(name, new Breakers(parts.database.sql()))));
    Desk desk =
        new Desk(
            tables::shelf,
            purses,
            journal,
            new PromptSizes(),
            Clock.systemUTC(),
            Desk.Patience.standard(),
            tables::refused);
    Limits.Size sizes = Limits.standard().size();
    this.site =
        new ModelSite(
            desk,
            callers,
            parts.refresh,
            new BodyRoom(BODIES_MAX),
            new Limits.Size(sizes.uriMax(), sizes.headersMax(), BODY_MAX),
            ROOM_STEP);
    var tls = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS").build();
    for (EventLoop one : loops.all()) {
      providers.put(one, new ProviderClient(one, loops.socketType(), tls));
    }
    tables.start(READ_TABLES_EVERY);
  }

  /** Opens the journal, ends what an earlier process left open, and gets ready to listen. */
  public static ModelGateway open(Parts parts) throws IOException {
    Journal journal = Journal.open(parts.folder);
    return new ModelGateway(parts, nameIn(parts.folder), journal);
  }

  /** The name under which it leases, which belongs to its journal: drawn once, kept beside it. */
  private static String nameIn(Path folder) throws IOException {
    Path file = folder.resolve("name");
    if (!Files.exists(file)) {
      Path fresh = Files.writeString(folder.resolve("name.new"), UUID.randomUUID().toString());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /** Serves on this address too; fails when it cannot be had. */
  public InetSocketAddress listen(InetSocketAddress address) throws IOException {
    return (InetSocketAddress) loops.bind(new Accepted(), address).localAddress();
  }

  /** What is wrong with it at the moment; empty when nothing is. */
  public List<String> problems() {
    return Stream.of(journal.problem(), drain.problem(), tables.problem())
        .filter(problem -> problem != null && !problem.isEmpty())
        .toList();
  }

  @Override
  public void close() {
    loops.close();
    tables.close();
    journal.close();
    drain.close();
    purses.close();
  }

  /**
   * What it is made of.
   *
   * @param folder where its journal lies; no other gateway's
   * @param refresh reads an address's row again, and completes when {@code routes} knows it
   */
  public record Parts(
      Path folder,
      Database database,
      RouteTable routes,
      Function<String, CompletableFuture<Void>> refresh,
      PlatformSecret secret) {}

  private final class Accepted extends ChannelInitializer<Channel> {

    @Override
    protected void initChannel(Channel channel) {
      ProviderClient client = providers.get(channel.eventLoop());
      if (client == null) {
        throw new IllegalStateException("a connection on a loop that is not ours");
      }
      channel
          .pipeline()
          .addLast(
              new RequestDecoder(site.sizes()),
              new HttpResponseEncoder(),
              new ModelConnection(site, channel, client));
    }
  }
}
