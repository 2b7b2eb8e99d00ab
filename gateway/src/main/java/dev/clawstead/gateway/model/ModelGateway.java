package dev.clawstead.gateway.model;

import dev.clawstead.db.Database;
import dev.clawstead.db.capture.Contents;
import dev.clawstead.db.rate.RateShares;
import dev.clawstead.db.spending.Attempts;
import dev.clawstead.db.spending.Leases;
import dev.clawstead.db.spending.SpendingNotices;
import dev.clawstead.gateway.budget.Purses;
import dev.clawstead.gateway.capture.Recorder;
import dev.clawstead.gateway.journal.Drain;
import dev.clawstead.gateway.journal.Journal;
import dev.clawstead.gateway.metrics.Metrics;
import dev.clawstead.gateway.proxy.EventLoops;
import dev.clawstead.gateway.proxy.Limits;
import dev.clawstead.gateway.proxy.RequestDecoder;
import dev.clawstead.gateway.table.RouteTable;
import dev.clawstead.gateway.trace.Traces;
import dev.clawstead.gateway.trace.Traces.Collector;
import dev.clawstead.gateway.traffic.Traffic;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Vault;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The model gateway: its listeners, and everything behind them. */
public final class ModelGateway implements AutoCloseable {

  private static final int MIB = 1 << 20;

  /** The largest body; a large picture or two fit. */
  private static final long BODY_MAX = 25L * MIB;

  /**
   * Half of the direct memory of a gateway with a heap of 192 MB: the buffers in which a body's
   * parts arrive are not full, and hold half as much again.
   */
  private static final long BODIES_MAX = 96L * MIB;

  /** Short bursts wait so long for their turn, which is better than being told to come again. */
  private static final Duration TURN_PATIENCE = Duration.ofSeconds(5);

  private static final Duration READ_TABLES_EVERY = Duration.ofMillis(500);

  private final EventLoops loops = new EventLoops();
  private final AddressResolverGroup<InetSocketAddress> names =
      ProviderNames.of(loops, DnsServerAddressStreamProviders.platformDefault());
  private final Map<EventExecutor, ProviderClient> providers = new HashMap<>();
  private final ModelSite site;
  private final ModelTables tables;
  private final Purses purses;
  private final Traffic traffic;
  private final RouterUsage usage;
  private final Traces traces;
  private final Recorder recorder;
  private final Journal journal;
  private final Drain drain;

  /** Connections of callers, on all listeners. */
  private final AtomicInteger open = new AtomicInteger();

  private ModelGateway(Parts parts, String name, Journal journal) throws IOException {
    this.journal = journal;
    Purses.Books books =
        new Purses.Books(
            new Leases(parts.database.sql()), new SpendingNotices(parts.database.sql()));
    Attempts attempts = new Attempts(parts.database.sql());
    this.drain = new Drain(journal, batch -> attempts.record(name, batch));
    this.purses = new Purses(name, books, Clock.systemUTC(), drain.caughtUp());
    this.usage = new RouterUsage(parts.database.sql(), Clock.systemUTC());
    this.traffic = new Traffic(name, new RateShares(parts.database.sql()), TURN_PATIENCE);
    this.traces = traces(parts, name);
    this.recorder =
        Recorder.start(new Contents(parts.database.sql()), parts.metrics, Clock.systemUTC());
    Callers callers = new Callers(parts.routes, Clock.systemUTC());
    this.tables =
        new ModelTables(
            name,
            parts.database.sql(),
            new Vault(parts.secret),
            callers,
            new ModelTables.Readers(purses::capsChanged, traffic::limits, recorder::wished));
    Desk desk =
        new Desk(
            tables::shelf,
            purses,
            traffic,
            ModelFigures.of(parts.metrics),
            traces,
            recorder,
            journal,
            new PromptSizes(),
            new PromptCaches(System::nanoTime),
            Clock.systemUTC(),
            Desk.Patience.standard(),
            tables::refused);
    BodyRooms bodies = new BodyRooms(BODIES_MAX, BODY_MAX);
    this.site =
        new ModelSite(
            desk,
            callers,
            parts.refresh,
            tables::keysByNow,
            bodies,
            usage,
            withBodiesOf(BODY_MAX, parts.limits));
    var tls = SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS").build();
    for (EventLoop one : loops.all()) {
      providers.put(one, new ProviderClient(one, loops.socketType(), tls, names));
    }
    tables.start(READ_TABLES_EVERY);
    gauges(parts.metrics, bodies);
  }

  private static Traces traces(Parts parts, String name) {
    Collector collector = parts.collector;
    return collector == null ? Traces.passedOn() : Traces.toldTo(collector, name, parts.metrics);
  }

  private void gauges(Metrics metrics, BodyRooms bodies) {
    metrics.gauge("clawstead_model_connections", "Open connections of callers.", open::get);
    metrics.gauge(
        "clawstead_model_calls_waiting", "Calls that wait for their turn.", traffic::waiting);
    metrics.gauge(
        "clawstead_model_body_bytes", "Memory taken for requests' bodies.", bodies::taken);
    metrics.gauge(
        "clawstead_model_bodies_waiting", "Requests that wait for memory.", bodies::waiting);
    metrics.gauge(
        "clawstead_model_journal_lag_seconds",
        "How long ago everything in the journal was recorded in PostgreSQL.",
        () -> drain.lag().toNanos() / 1e9);
    metrics.gauges(
        "clawstead_model_breaker",
        "How a provider's key is doing: 0 is used, 1 is paused, 2 is refused.",
        List.of("provider", "key"),
        () -> tables.shelf().breakers());
  }

  private static Limits withBodiesOf(long bytesMax, Limits limits) {
    Limits.Size size = limits.size();
    return new Limits(
        new Limits.Size(size.uriMax(), size.headersMax(), bytesMax),
        limits.count(),
        limits.patience());
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
    names.close();
    loops.close();
    tables.close();
    journal.close();
    drain.close();
    purses.close();
    traffic.close();
    usage.close();
    traces.close();
    recorder.close();
  }

  /**
   * What it is made of.
   *
   * @param folder where its journal lies; no other gateway's
   * @param limits of connections; how large a body may be is the model gateway's own affair
   * @param refresh reads an address's row again, and completes when {@code routes} knows it
   * @param collector who is told of calls as traces; nobody when it is absent
   */
  public record Parts(
      Path folder,
      Database database,
      RouteTable routes,
      Function<String, CompletableFuture<Void>> refresh,
      PlatformSecret secret,
      Limits limits,
      Metrics metrics,
      @Nullable Collector collector) {}

  private final class Accepted extends ChannelInitializer<Channel> {

    @Override
    protected void initChannel(Channel channel) {
      if (open.incrementAndGet() > site.limits().count().clientsMax()) {
        open.decrementAndGet();
        var _ = channel.close();
        return;
      }
      channel.closeFuture().addListener(closed -> open.decrementAndGet());
      // Whoever ends its side in the middle of a request hears what is wrong with that.
      channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
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
