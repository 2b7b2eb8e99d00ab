package dev.clawstead.worker.temporal;

import dev.clawstead.activities.records.NodeRecordsActivities;
import dev.clawstead.db.Database;
import dev.clawstead.db.mail.Mails;
import dev.clawstead.db.order.OpenOrders;
import dev.clawstead.workflows.fleet.RegionWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Connects to Temporal when both it and the database are there, however long that takes, works, and
 * ends in good order.
 */
public final class TemporalWorker implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(TemporalWorker.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);

  /** Its owner waits for a mail that asks whether an agent may go on. */
  private static final Duration MAILS_EVERY = Duration.ofSeconds(1);

  /** Less than what Spring grants a phase, which is less than what supervisors grant a process. */
  private static final Duration LAST_WORK = Duration.ofSeconds(20);

  /** Enough for every agent that is busy at once; a quiet one costs a replay when it wakes. */
  private static final int CACHED_WORKFLOWS = 400;

  private final Where where;
  private final Crew crew;
  private final Database database;
  private final NodeRecordsActivities fleet;
  private final Collection<String> regions;
  private final WorkflowServiceStubs stubs;
  private final OperatorServiceStubs operator;

  private volatile boolean running;
  private volatile String problem = "starting";
  private volatile @Nullable WorkerFactory factory;
  private volatile @Nullable Thread thread;

  /** Where Temporal is. */
  public record Where(String target, String namespace) {}

  /** What the worker needs from the rest of the process. */
  public record Needs(Database database, NodeRecordsActivities fleet, Collection<String> regions) {}

  public TemporalWorker(Where where, Crew crew, Needs needs) {
    this.where = where;
    this.crew = crew;
    this.database = needs.database();
    this.fleet = needs.fleet();
    this.regions = needs.regions();
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(where.target()).build());
    this.operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .validateAndBuildWithDefaults());
  }

  /** Why the worker does not work; empty when it does. */
  public String problem() {
    return problem;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name("temporal-worker").start(this::live);
  }

  private void live() {
    try {
      retrying("PostgreSQL", database::migrate);
      retrying("Temporal", this::connect);
      LOG.info("Working for {} in namespace {}", where.target(), where.namespace());
      keep();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void retrying(String what, Runnable step) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        step.run();
        return;
      } catch (RuntimeException e) {
        problem = what + " is not ready: " + e.getMessage();
        LOG.warn("{}; trying again in {} ms", problem, pause.toMillis());
        Thread.sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  private void connect() {
    // After a long outage the channel would let another minute pass before it looks again.
    stubs.getRawChannel().resetConnectBackoff();
    SearchAttributeNames.ensure(operator, where.namespace());
    WorkerFactory fresh =
        WorkerFactory.newInstance(
            client(),
            WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(true)
                .setWorkflowCacheSize(CACHED_WORKFLOWS)
                .build());
    try {
      crew.register(fresh);
      fresh.start();
    } catch (RuntimeException e) {
      // A factory that failed to start cannot be started again.
      fresh.shutdownNow();
      throw e;
    }
    factory = fresh;
  }

  private WorkflowClient client() {
    return WorkflowClient.newInstance(
        stubs, WorkflowClientOptions.newBuilder().setNamespace(where.namespace()).build());
  }

  /** Looks again and again whether everything that must run does. */
  private void keep() throws InterruptedException {
    var keepers = new Keepers(client(), fleet, regions);
    var sweeper = new OrderSweeper(new OpenOrders(database.sql()), client());
    var mails = new MailSweeper(new Mails(database.sql()), client());
    while (running) {
      try {
        boolean isNew = isNew();
        keepers.ensure();
        if (isNew) {
          sweeper.sweepEverything();
        } else {
          sweeper.sweep();
        }
        mails.sweep();
        problem = "";
        long again = System.nanoTime() + LOOK_AGAIN.toNanos();
        while (running && System.nanoTime() - again < 0) {
          Thread.sleep(MAILS_EVERY);
          mails.sweepNew();
        }
      } catch (RuntimeException e) {
        problem = "Cannot look after workflows: " + e.getMessage();
        LOG.warn("{}; looking again in {} s", problem, AFTER_TROUBLE.toSeconds());
        Thread.sleep(AFTER_TROUBLE);
      }
    }
  }

  /** Whether Temporal has never heard of our regions. */
  private boolean isNew() {
    for (String region : regions) {
      try {
        client().newUntypedWorkflowStub(RegionWorkflow.idFor(region)).describe();
        return false;
      } catch (WorkflowNotFoundException none) {
        // Look at the next.
      }
    }
    return !regions.isEmpty();
  }

  @Override
  public void stop() {
    running = false;
    problem = "stopping";
    if (thread != null) {
      thread.interrupt();
    }
    WorkerFactory working = factory;
    if (working != null) {
      // What is under way ends and is told to Temporal, instead of waiting there for its timeout.
      working.shutdown();
      working.awaitTermination(LAST_WORK.toSeconds(), TimeUnit.SECONDS);
    }
    stubs.shutdown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
