package dev.clawstead.gateway;

import dev.clawstead.db.route.Routes;
import dev.clawstead.db.route.Tickets;
import dev.clawstead.gateway.proxy.Questions;
import dev.clawstead.gateway.table.Rereads;
import dev.clawstead.gateway.table.Rereads.Wish;
import dev.clawstead.gateway.table.RouteTable;
import dev.clawstead.gateway.table.TableSync;
import dev.clawstead.secrets.Tokens;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks PostgreSQL on a few threads of its own, so that no event loop ever waits for it. */
final class DatabaseQuestions implements Questions, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseQuestions.class);
  private static final int THREADS = 3;
  private static final int WAITING_MAX = 256;

  private final RouteTable table;
  private final TableSync sync;
  private final Routes routes;
  private final Tickets tickets;
  private final Rereads rereads;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          1,
          TimeUnit.MINUTES,
          new ArrayBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().daemon().name("database-", 0).factory());

  DatabaseQuestions(RouteTable table, TableSync sync, Routes routes, Tickets tickets) {
    this.table = table;
    this.sync = sync;
    this.routes = routes;
    this.tickets = tickets;
    this.rereads = new Rereads(this::read, threads, System::nanoTime);
  }

  @Override
  public CompletableFuture<Void> refresh(String slug, Wish wish) {
    // Without PostgreSQL the table decides, and at once.
    return sync.databaseAnswers()
        ? rereads.refresh(slug, wish)
        : CompletableFuture.completedFuture(null);
  }

  private void read(String slug) {
    try {
      routes
          .find(slug)
          .ifPresentOrElse(row -> table.apply(List.of(row)), () -> table.remove(List.of(slug)));
    } catch (DataAccessException e) {
      LOG.warn("a route cannot be read again: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public CompletableFuture<Boolean> redeem(String ticket, UUID instance) {
    try {
      return CompletableFuture.supplyAsync(
          () -> tickets.redeem(Tokens.hash(ticket), instance), threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
