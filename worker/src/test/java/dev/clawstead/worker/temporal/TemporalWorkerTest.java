package dev.clawstead.worker.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.activities.records.FleetSettings;
import dev.clawstead.activities.records.FleetSettings.RegionSettings;
import dev.clawstead.activities.records.InstanceRecordsActivitiesImpl;
import dev.clawstead.activities.records.NodeRecordsActivitiesImpl;
import dev.clawstead.activities.records.PoolRecordsActivitiesImpl;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.mail.Mails;
import dev.clawstead.db.spending.CapAmount;
import dev.clawstead.db.spending.Caps;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.db.spending.SpendingNotices;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Spend;
import dev.clawstead.worker.temporal.Crew.Hands;
import dev.clawstead.worker.temporal.TemporalWorker.Needs;
import dev.clawstead.worker.temporal.TemporalWorker.Where;
import dev.clawstead.workflows.fleet.RegionWorkflow;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import dev.clawstead.workflows.mail.MailWorkflow;
import dev.clawstead.workflows.pool.PoolWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TemporalWorkerTest {

  private static final FleetSettings FLEET =
      new FleetSettings(
          "agent-lite",
          Map.of("fsn1", new RegionSettings("fsn1", List.of("cx43"), "debian-12", 0, Map.of())));

  @Test
  void startsWithoutTemporalAndBeginsWhenItComes() throws Exception {
    int port = freePort();
    try (Running worker = new Running(port, TestDatabase.createAddress())) {
      worker.start();
      worker.until(() -> worker.problem().startsWith("Temporal is not ready"));

      try (var server = TestServer.createPortBoundServer(port, false)) {
        worker.until(() -> worker.problem().isEmpty());
        assertThat(server).isNotNull();
        assertThat(worker.runs(RegionWorkflow.idFor("fsn1"))).isTrue();
        assertThat(worker.runs(PoolWorkflow.idFor("fsn1", "small"))).isTrue();
        worker.stop();
      }
    }
  }

  @Test
  void startsWithoutPostgresAndSaysSo() throws Exception {
    var nowhere =
        new Database.Address("jdbc:postgresql://127.0.0.1:" + freePort() + "/x", "x", "x");
    try (Running worker = new Running(freePort(), nowhere)) {
      worker.start();

      worker.until(() -> worker.problem().startsWith("PostgreSQL is not ready"));
      worker.stop();
    }
  }

  @Test
  void anOrderWhoseSignupDiedGetsItsWorkflow() throws Exception {
    int port = freePort();
    Database.Address address = TestDatabase.createAddress();
    try (Database postgres = Database.open(address, 2);
        var server = TestServer.createPortBoundServer(port, false);
        Running worker = new Running(port, address)) {
      assertThat(server).isNotNull();
      worker.start();
      worker.until(() -> worker.problem().isEmpty());

      var rows = new TestRows(postgres.sql());
      UUID young = rows.order();
      UUID old = rows.order(OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(1));
      worker.until(() -> worker.runs(InstanceWorkflow.idFor(old)));

      assertThat(worker.runs(InstanceWorkflow.idFor(young))).isFalse();
      worker.stop();
    }
  }

  @Test
  void everyInstanceGetsItsWorkflowAgainFromATemporalThatLostItsMemory() throws Exception {
    int port = freePort();
    Database.Address address = TestDatabase.createAddress();
    try (Database postgres = Database.open(address, 2);
        var server = TestServer.createPortBoundServer(port, false);
        Running worker = new Running(port, address)) {
      assertThat(server).isNotNull();
      var rows = new TestRows(postgres.sql());
      rows.warmCell(rows.node(1));
      UUID served = rows.order();
      new InstanceRecordsActivitiesImpl(postgres.sql()).claim(served);

      worker.start();
      worker.until(() -> worker.runs(InstanceWorkflow.idFor(served)));
      worker.stop();
    }
  }

  @Test
  void aMailThatWaitsGetsItsWorkflowAndOneThatComesLaterToo() throws Exception {
    int port = freePort();
    Database.Address address = TestDatabase.createAddress();
    try (Database postgres = Database.open(address, 2);
        var server = TestServer.createPortBoundServer(port, false);
        Running worker = new Running(port, address)) {
      assertThat(server).isNotNull();
      UUID waiting = mail(postgres);
      worker.start();
      worker.until(() -> worker.runs(MailWorkflow.idFor(waiting)));

      UUID later = mail(postgres);

      worker.until(() -> worker.runs(MailWorkflow.idFor(later)));
      worker.stop();
    }
  }

  /** A mail about an agent that has just reached its cap. */
  private static UUID mail(Database postgres) {
    UUID instance = new TestRows(postgres.sql()).order();
    new Caps(postgres.sql())
        .set(CapScope.INSTANCE, instance, CapPeriod.DAY, new CapAmount(1L, null));
    new SpendingNotices(postgres.sql())
        .refused(
            new Purse(instance, null), LocalDate.now(ZoneOffset.UTC), Spend.NONE, new Spend(2, 2));
    return new Mails(postgres.sql()).due(10).getLast().id();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A worker in this process. */
  private static final class Running implements AutoCloseable {

    private final Database database;
    private final TemporalWorker worker;
    private final WorkflowServiceStubs stubs;

    Running(int port, Database.Address address) {
      String target = "127.0.0.1:" + port;
      database = Database.open(address, 8);
      var nodes = new NodeRecordsActivitiesImpl(database.sql(), FLEET);
      Hands idle = Idle.hands();
      Hands hands =
          new Hands(
              new InstanceRecordsActivitiesImpl(database.sql()),
              new PoolRecordsActivitiesImpl(database.sql(), FLEET),
              nodes,
              idle.docker(),
              idle.hetzner(),
              idle.cloudflare(),
              idle.mail());
      worker =
          new TemporalWorker(
              new Where(target, "default"),
              new Crew(hands),
              new Needs(database, nodes, FLEET.regions().keySet()));
      stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    }

    void start() {
      worker.start();
    }

    void stop() {
      worker.stop();
    }

    String problem() {
      return worker.problem();
    }

    boolean runs(String workflowId) {
      try {
        WorkflowClient.newInstance(stubs).newUntypedWorkflowStub(workflowId).describe();
        return true;
      } catch (WorkflowNotFoundException none) {
        return false;
      }
    }

    void until(BooleanSupplier condition) {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!condition.getAsBoolean() && System.nanoTime() < end) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      assertThat(condition.getAsBoolean()).as("problem: " + worker.problem()).isTrue();
    }

    @Override
    public void close() {
      stubs.shutdownNow();
      database.close();
    }
  }
}
