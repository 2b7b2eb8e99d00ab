package dev.clawstead.api.health;

import dev.clawstead.db.Database;
import dev.clawstead.db.account.IdempotencyKeys;
import dev.clawstead.db.account.RateLimits;
import dev.clawstead.db.account.Sessions;
import dev.clawstead.db.capture.Captures;
import dev.clawstead.db.instance.NewTickets;
import dev.clawstead.db.spending.Anomalies;
import dev.clawstead.db.spending.Leases;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Removes what nobody can use any more, and gives back what gateways that are gone had leased.
 * Every process does it; once too often does no harm.
 */
@Component
class Housekeeping implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int EVERY_MINUTES = 5;

  private final Database database;
  private final IdempotencyKeys keys;
  private final Sessions sessions;
  private final RateLimits limits;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("housekeeping").factory());
  private volatile boolean running;

  Housekeeping(Database database, IdempotencyKeys keys, Sessions sessions, RateLimits limits) {
    this.database = database;
    this.keys = keys;
    this.sessions = sessions;
    this.limits = limits;
  }

  void tidy() {
    try {
      keys.removeExpired();
      sessions.removeEnded();
      limits.removeOld();
      NewTickets.removeExpired(database.sql());
      Anomalies.forgetOld(database.sql());
      new Captures(database.sql()).deleteExpired();
      int leases = new Leases(database.sql()).giveBackExpired();
      if (leases > 0) {
        LOG.warn("{} leases of gateways that are gone were given back", leases);
      }
    } catch (RuntimeException e) {
      LOG.warn("old rows stay for now: {}", e.getMessage());
    }
  }

  @Override
  public void start() {
    var _ = clock.scheduleWithFixedDelay(this::tidy, 1, EVERY_MINUTES, TimeUnit.MINUTES);
    running = true;
  }

  @Override
  public void stop() {
    clock.shutdownNow();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
