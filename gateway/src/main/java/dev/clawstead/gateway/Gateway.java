package dev.clawstead.gateway;

import dev.clawstead.db.Database;
import dev.clawstead.db.route.Routes;
import dev.clawstead.db.route.Tickets;
import dev.clawstead.gateway.access.AgentCookie;
import dev.clawstead.gateway.access.ChatDoor;
import dev.clawstead.gateway.metrics.Metrics;
import dev.clawstead.gateway.metrics.MetricsListener;
import dev.clawstead.gateway.model.ModelGateway;
import dev.clawstead.gateway.page.Pages;
import dev.clawstead.gateway.proxy.CellListener;
import dev.clawstead.gateway.proxy.EdgeServer;
import dev.clawstead.gateway.proxy.Health;
import dev.clawstead.gateway.proxy.Limits;
import dev.clawstead.gateway.proxy.Site;
import dev.clawstead.gateway.table.Rereads;
import dev.clawstead.gateway.table.RouteTable;
import dev.clawstead.gateway.table.TableSync;
import dev.clawstead.secrets.ChatPass;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway process: puts the parts together, starts and stops them. */
public final class Gateway implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final Duration RESYNC_EVERY = Duration.ofSeconds(3);
  private static final int CONNECTIONS_MAX = 8;

  private final Database database;
  private final DatabaseQuestions questions;
  private final RouteTable table;
  private final TableSync sync;
  private final ModelGateway models;
  private final @Nullable MetricsListener told;
  private final InetSocketAddress modelAddress;
  private final CellListener cells;
  private final EdgeServer edge;

  private Gateway(GatewayConfig config, Limits limits, Duration resyncEvery) throws IOException {
    database = Database.open(withSocketTimeout(config.database()), CONNECTIONS_MAX);
    Routes routes = new Routes(database.sql());
    table = new RouteTable(config.secret());
    sync = new TableSync(table, routes, config.table());
    questions = new DatabaseQuestions(table, sync, routes, new Tickets(database.sql()));
    Site.Parts parts =
        new Site.Parts(
            table,
            config.hosts(),
            new AgentCookie(config.secret(), InstantSource.system(), config.hosts().secure()),
            new ChatDoor(
                new ChatPass(config.secret()), InstantSource.system(), config.consoleUrl()),
            new Pages(config.consoleUrl()));
    Site site = Site.of(parts, questions, this::report, limits);
    sync.start(config.database(), resyncEvery);
    Metrics metrics = new Metrics();
    models =
        ModelGateway.open(
            new ModelGateway.Parts(
                config.journal(),
                database,
                table,
                slug -> questions.refresh(slug, Rereads.Wish.URGENT),
                config.secret(),
                limits,
                metrics,
                config.collector()));
    modelAddress = models.listen(config.modelListen());
    InetSocketAddress metricsAddress = config.metricsListen();
    told = metricsAddress == null ? null : MetricsListener.start(metrics, metricsAddress);
    cells = CellListener.start(config.cellListen(), models::listen);
    edge = EdgeServer.start(site, config.listen());
    LOG.info(
        "gateway of {} serves {} routes on {}",
        config.installation(),
        table.size(),
        edge.address());
  }

  /** Runs until the process is told to end. */
  public static void main(String[] args) {
    try {
      Gateway gateway = start(GatewayConfig.from(System.getenv()), Limits.standard(), RESYNC_EVERY);
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("clawstead-gateway cannot start: " + e.getMessage());
      System.exit(1);
    }
  }

  static Gateway start(GatewayConfig config, Limits limits, Duration resyncEvery)
      throws IOException {
    return new Gateway(config, limits, resyncEvery);
  }

  InetSocketAddress address() {
    return edge.address();
  }

  InetSocketAddress cellAddress() {
    return cells.address();
  }

  InetSocketAddress modelAddress() {
    return modelAddress;
  }

  /** Where figures are told; fails when they are told nowhere. */
  InetSocketAddress metricsAddress() {
    return Objects.requireNonNull(told).address();
  }

  TableSync sync() {
    return sync;
  }

  private Health.Report report() {
    boolean serves = table.loaded();
    List<String> ofModels = models.problems();
    boolean good = sync.database().equals("up") && cells.problem().isEmpty() && ofModels.isEmpty();
    String json =
        String.format(
            Locale.ROOT,
            "{\"status\":\"%s\",\"database\":\"%s\",\"table\":{\"routes\":%d,\"ageSeconds\":%.1f},"
                + "\"cellListener\":\"%s\",\"models\":\"%s\"}%n",
            serves ? (good ? "ok" : "degraded") : "unavailable",
            sync.database(),
            table.size(),
            sync.age().toMillis() / 1000.0,
            cells.problem().isEmpty() ? "up" : "not bound yet",
            ofModels.isEmpty() ? "up" : "degraded");
    return new Health.Report(serves, json);
  }

  /** A database that hangs must not hold the few threads that ask it. */
  private static Database.Address withSocketTimeout(Database.Address address) {
    String url = address.url();
    String more = (url.contains("?") ? "&" : "?") + "socketTimeout=10&tcpKeepAlive=true";
    return new Database.Address(url + more, address.user(), address.password());
  }

  @Override
  public void close() {
    MetricsListener listener = told;
    if (listener != null) {
      listener.close();
    }
    edge.close();
    cells.close();
    models.close();
    sync.close();
    questions.close();
    database.close();
  }
}
