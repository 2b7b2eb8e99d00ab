package dev.clawstead.api.health;

import com.sun.management.OperatingSystemMXBean;
import dev.clawstead.api.model.FirstCatalogue;
import dev.clawstead.api.session.Passwords;
import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.db.Database;
import dev.clawstead.db.Outage;
import dev.clawstead.db.account.Accounts;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What must be done once before we are ready: the schema, the operator's account, the models, and
 * some rounds through everything that a signup touches. Waits for PostgreSQL as long as it takes.
 * Once the rush of the start is over it goes on for a while, whenever the machine has nothing
 * better to do, so that no customer pays for the JVM's compilers.
 */
@Component
public class StartUp {

  private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final int ROUNDS_BEFORE_READY = 6;
  private static final Duration RUSH = Duration.ofSeconds(20);
  private static final int ROUNDS_AFTER = 200;
  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(250);

  /** The share of all processors that is in use when a machine has little to spare. */
  private static final double BUSY = 0.75;

  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Database database;
  private final Accounts accounts;
  private final Passwords passwords;
  private final ApiSettings settings;
  private final FirstCatalogue models;
  private final List<WarmUp> warmUps;
  private volatile boolean done;
  private volatile boolean closed;
  private volatile String step = "starting";

  StartUp(
      Database database,
      Accounts accounts,
      Passwords passwords,
      ApiSettings settings,
      FirstCatalogue models,
      List<WarmUp> warmUps) {
    this.database = database;
    this.accounts = accounts;
    this.passwords = passwords;
    this.settings = settings;
    this.models = models;
    this.warmUps = warmUps;
  }

  /** Whether everything was done. */
  public boolean isDone() {
    return done;
  }

  String step() {
    return step;
  }

  @EventListener
  void begin(WebServerInitializedEvent started) {
    int port = started.getWebServer().getPort();
    Thread.ofPlatform().daemon().name("start-up").start(() -> run(port));
  }

  @EventListener(ContextClosedEvent.class)
  void close() {
    closed = true;
  }

  private void run(int port) {
    until("the database's schema", database::migrate);
    until("the operator's account", this::ensureOperator);
    until("the models", models::ensure);
    step = "warming up";
    List<WarmUp> useful = new ArrayList<>(warmUps);
    for (int i = 0; i < ROUNDS_BEFORE_READY && !closed; i++) {
      warm(useful, port);
    }
    done = true;
    LOG.info("ready for requests");
    LockSupport.parkNanos(RUSH.toNanos());
    int rounds = 0;
    while (rounds < ROUNDS_AFTER && !closed) {
      // Whoever needs the processor now needs it more.
      if (machine.getCpuLoad() < BUSY) {
        warm(useful, port);
        rounds++;
      }
      LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos());
    }
  }

  private static void warm(List<WarmUp> useful, int port) {
    useful.removeIf(warmUp -> fails(warmUp, port));
  }

  private static boolean fails(WarmUp warmUp, int port) {
    try {
      warmUp.run(port);
      return false;
    } catch (RuntimeException e) {
      // A cold path is slow, not wrong.
      LOG.debug("a warm-up failed", e);
      return true;
    }
  }

  private void ensureOperator() {
    ApiSettings.Operator operator = settings.operator();
    if (operator == null) {
      return;
    }
    boolean known =
        accounts
            .credentials(operator.email())
            .filter(there -> there.account().role() == dev.clawstead.domain.Role.OPERATOR)
            .filter(there -> passwords.matches(operator.password(), there.passwordHash()))
            .isPresent();
    if (!known) {
      accounts.ensureOperator(operator.email(), passwords.hash(operator.password()));
    }
  }

  private void until(String what, Runnable work) {
    step = what;
    boolean told = false;
    while (!closed) {
      try {
        work.run();
        return;
      } catch (RuntimeException e) {
        if (!told) {
          LOG.warn("{} has to wait: {}", what, Outage.causedBy(e) ? "no database" : e.toString());
          told = true;
        }
        LockSupport.parkNanos(AGAIN_AFTER.toNanos());
      }
    }
  }
}
