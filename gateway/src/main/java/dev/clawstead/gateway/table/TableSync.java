package dev.clawstead.gateway.table;

import dev.clawstead.db.Database;
import dev.clawstead.db.route.Route;
import dev.clawstead.db.route.RouteChanges;
import dev.clawstead.db.route.Routes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the table in step with PostgreSQL: by its notifications at once, by comparing every few
 * seconds what got lost, and by the copy on disk where PostgreSQL does not answer at the start. The
 * copy is written less often than it could be, and when the gateway is closed: it is synced to a
 * disk on which others commit.
 */
public final class TableSync implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TableSync.class);
  private static final int ROWS_PER_QUERY = 2_000;
  private static final int RESYNCS_PER_COPY = 5;
  private static final Duration LAST_RESYNC = Duration.ofSeconds(5);

  private final RouteTable table;
  private final Routes routes;
  private final TableCopy copy;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("route-sync").factory());
  private volatile @Nullable RouteChanges changes;
  private volatile boolean listening;
  private volatile String problem = "not asked yet";
  private volatile long inStepNanos;
  private volatile boolean everInStep;
  private int resyncs;
  private volatile long copiedAt = -1;

  public TableSync(RouteTable table, Routes routes, Path copy) {
    this.table = table;
    this.routes = routes;
    this.copy = new TableCopy(copy);
  }

  /** Loads what can be loaded, then follows the database until closed. */
  public void start(Database.Address address, Duration every) {
    resync();
    if (!everInStep) {
      loadCopy();
    }
    changes = RouteChanges.listen(address, new Changes());
    var _ =
        clock.scheduleWithFixedDelay(
            this::resyncAndCopy, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether PostgreSQL answered when it was asked last. */
  public boolean databaseAnswers() {
    return problem.isEmpty();
  }

  /** How PostgreSQL is, in one word or in its own. */
  public String database() {
    return problem.isEmpty() ? (listening ? "up" : "up, but changes are not told yet") : problem;
  }

  /** How long ago the table was last known to be what PostgreSQL says; negative for never. */
  public Duration age() {
    return everInStep ? Duration.ofNanos(System.nanoTime() - inStepNanos) : Duration.ofSeconds(-1);
  }

  private void loadCopy() {
    try {
      copy.read()
          .ifPresent(
              rows -> {
                table.apply(rows);
                table.markLoaded();
                LOG.warn("PostgreSQL does not answer; serving {} routes of the copy", rows.size());
              });
    } catch (IOException e) {
      LOG.error("no table: {}", e.getMessage());
    }
  }

  private void resyncAndCopy() {
    resync();
    if (everInStep && resyncs++ % RESYNCS_PER_COPY == 0) {
      writeCopy();
    }
  }

  private void resync() {
    try {
      long asked = System.nanoTime();
      if (!routes.digest().equals(table.digest())) {
        compare();
      }
      inStepNanos = asked;
      everInStep = true;
      table.markLoaded();
      if (!problem.isEmpty()) {
        LOG.info("PostgreSQL answers; the table has {} routes", table.size());
        problem = "";
      }
    } catch (DataAccessException e) {
      if (problem.isEmpty()) {
        LOG.warn("PostgreSQL does not answer, the table decides: {}", firstLine(e));
      }
      problem = "does not answer";
    }
  }

  private void compare() {
    // Taken before the query: what comes in meanwhile must not look removed.
    Set<String> known = table.slugs();
    Map<String, Long> versions = routes.versions();
    List<String> behind = new ArrayList<>();
    versions.forEach(
        (slug, version) -> {
          AgentRoute mine = table.get(slug);
          if (mine == null || mine.route().version() < version) {
            behind.add(slug);
          }
        });
    for (int from = 0; from < behind.size(); from += ROWS_PER_QUERY) {
      List<String> part = behind.subList(from, Math.min(behind.size(), from + ROWS_PER_QUERY));
      table.apply(routes.find(part));
    }
    Set<String> gone = new HashSet<>(known);
    gone.removeAll(versions.keySet());
    table.remove(gone);
  }

  private void writeCopy() {
    long now = table.changes();
    if (now == copiedAt) {
      return;
    }
    try {
      copy.write(table.rows());
      copiedAt = now;
    } catch (IOException e) {
      LOG.warn("the table's copy cannot be written: {}", e.toString());
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    RouteChanges following = changes;
    if (following != null) {
      following.close();
    }
    clock.shutdownNow();
    try {
      if (clock.awaitTermination(LAST_RESYNC.toMillis(), TimeUnit.MILLISECONDS) && everInStep) {
        writeCopy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Changes implements RouteChanges.Listener {

    @Override
    public void connected() {
      listening = true;
      LOG.info("following changes of routes");
      try {
        clock.execute(TableSync.this::resyncAndCopy);
      } catch (RejectedExecutionException e) {
        // Closed while it was connecting: nobody wants to know any more.
      }
    }

    @Override
    public void changed(Set<String> slugs, List<Route> rows) {
      table.apply(rows);
      Set<String> missing = new HashSet<>(slugs);
      rows.forEach(row -> missing.remove(row.slug()));
      table.remove(missing);
    }

    @Override
    public void lost(String why) {
      if (listening) {
        LOG.warn("changes of routes are not told any more: {}", why);
      }
      listening = false;
    }
  }
}
