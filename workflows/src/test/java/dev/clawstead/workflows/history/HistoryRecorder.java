package dev.clawstead.workflows.history;

import dev.clawstead.workflows.fleet.NodeWorkflow;
import dev.clawstead.workflows.fleet.NodeWorkflowImpl;
import dev.clawstead.workflows.fleet.RegionWorkflow;
import dev.clawstead.workflows.fleet.RegionWorkflowImpl;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import dev.clawstead.workflows.instance.InstanceWorkflowImpl;
import dev.clawstead.workflows.mail.MailWorkflow;
import dev.clawstead.workflows.mail.MailWorkflowImpl;
import dev.clawstead.workflows.pool.PoolWorkflow;
import dev.clawstead.workflows.pool.PoolWorkflowImpl;
import dev.clawstead.workflows.world.Fault;
import dev.clawstead.workflows.world.Fault.When;
import dev.clawstead.workflows.world.Stage;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Runs every outcome once and writes its history. Started by hand, from the module's folder, when
 * an outcome is new: {@code java ... HistoryRecorder [OUTCOME...]}.
 */
public final class HistoryRecorder {

  static final List<String> OUTCOMES =
      List.of(
          "instance/claimed-restarted-deleted.json",
          "instance/key-replaced.json",
          "instance/queued-placed-deleted.json",
          "instance/failed-retried.json",
          "instance/crashed-lost-placed.json",
          "instance/cancelled-while-building.json",
          "pool/filled.json",
          "pool/cell-failed.json",
          "node/ready-deleted.json",
          "node/never-enrolled.json",
          "region/node-replaced.json",
          "mail/sent.json",
          "mail/given-up.json");

  private static final UUID INSTANCE = new UUID(1, 1);
  private static final String INSTANCE_ID = InstanceWorkflow.idFor(INSTANCE);
  private static final InstanceWorkflow.Start START =
      new InstanceWorkflow.Start(INSTANCE, new UUID(2, 1), "fsn1", "small", null);

  private final Path folder;
  private final List<String> wanted;

  private HistoryRecorder(Path folder, List<String> wanted) {
    this.folder = folder;
    this.wanted = wanted;
  }

  public static void main(String[] args) {
    var recorder =
        new HistoryRecorder(
            Path.of("src/test/resources/histories"), args.length == 0 ? OUTCOMES : List.of(args));
    recorder.instances();
    recorder.pools();
    recorder.fleet();
    recorder.mails();
  }

  private void instances() {
    record("instance/claimed-restarted-deleted.json", INSTANCE_ID, HistoryRecorder::restarted);
    record("instance/key-replaced.json", INSTANCE_ID, HistoryRecorder::keyReplaced);
    record("instance/queued-placed-deleted.json", INSTANCE_ID, HistoryRecorder::placed);
    record("instance/failed-retried.json", INSTANCE_ID, HistoryRecorder::retried);
    record("instance/crashed-lost-placed.json", INSTANCE_ID, HistoryRecorder::lost);
    record("instance/cancelled-while-building.json", INSTANCE_ID, HistoryRecorder::cancelled);
  }

  private static void restarted(Stage stage) {
    warmCell(stage);
    InstanceWorkflow agent = claim(stage);
    agent.restart(new InstanceWorkflow.Request("r1", "customer"));
    untilState(stage, "running");
    delete(stage);
  }

  private static void keyReplaced(Stage stage) {
    warmCell(stage);
    InstanceWorkflow agent = claim(stage);
    stage.world.breaks(Fault.passing("InstanceRecords.ReplacingModelKey", When.AFTER, 1));
    agent.replaceModelKey(
        new InstanceWorkflow.NewModelKey(new InstanceWorkflow.Request("k1", "customer"), 3600));
    untilState(stage, "running");
    delete(stage);
  }

  private static void placed(Stage stage) {
    stage.world.rows.node();
    claim(stage);
    stage.until("it waits", () -> stage.world.reached("InstanceRecords.Place"));
    stage.world.rows.room = 1;
    untilState(stage, "running");
    delete(stage);
  }

  private static void retried(Stage stage) {
    stage.world.rows.node();
    stage.world.rows.room = 9;
    stage.world.breaks(new Fault("Docker.StartCell", When.BEFORE, 5, true, "CellNotHealthy"));
    claim(stage);
    untilState(stage, "failed");
    agent(stage).retry();
    untilState(stage, "running");
  }

  private static void lost(Stage stage) {
    warmCell(stage);
    claim(stage);
    UUID cell = Objects.requireNonNull(stage.world.rows.instance(INSTANCE).cell);
    agent(stage).cellStopped(new InstanceWorkflow.CellStopped(cell, "ran out of memory", false));
    stage.until("it runs again", () -> stage.world.reached("InstanceRecords.Opened"));
    stage.world.rows.room = 1;
    agent(stage).cellStopped(new InstanceWorkflow.CellStopped(cell, "lost its server", true));
    stage.until("it was parted", () -> stage.world.reached("InstanceRecords.Unplaced"));
    untilState(stage, "running");
  }

  private static void cancelled(Stage stage) {
    stage.world.rows.node();
    stage.world.rows.room = 1;
    stage.world.breaks(Fault.lasting("Docker.CreateCell"));
    claim(stage);
    stage.until("it is retried", () -> stage.world.count("Docker.CreateCell") > 2);
    stage.client().newUntypedWorkflowStub(INSTANCE_ID).cancel();
    end(stage, INSTANCE_ID);
  }

  private void pools() {
    String id = PoolWorkflow.idFor("fsn1", "small");
    record(
        "pool/filled.json",
        id,
        stage -> {
          pool(stage, 3);
          stage.until("it is full", () -> stage.world.rows.count("warm") == 3);
        });
    record(
        "pool/cell-failed.json",
        id,
        stage -> {
          stage.world.breaks(Fault.fatal("Docker.StartCell", When.AFTER));
          pool(stage, 1);
          stage.until("it is full", () -> stage.world.rows.count("warm") == 1);
          stage.until("nothing is left over", () -> stage.world.leftOver().isEmpty());
        });
  }

  private static void pool(Stage stage, int target) {
    stage.world.rows.node();
    stage.world.rows.room = 9;
    stage.world.rows.target = target;
    var pool =
        stage
            .client()
            .newWorkflowStub(PoolWorkflow.class, PoolWorkflow.optionsFor("fsn1", "small"));
    WorkflowClient.start(pool::run, new PoolWorkflow.Start("fsn1", "small", null));
  }

  private void fleet() {
    String node = NodeWorkflow.idFor(new UUID(7, 1));
    record(
        "node/ready-deleted.json",
        node,
        stage -> {
          region(stage);
          stage.until("it watches", () -> stage.world.reached("Docker.WatchNode"));
          stage.client().newUntypedWorkflowStub(node).signal("delete");
          end(stage, node);
        });
    record(
        "node/never-enrolled.json",
        node,
        stage -> {
          stage.world.rows.enrols = false;
          region(stage);
          stage.until("it gave up", () -> stage.world.reached("NodeRecords.Deleted"));
        });
    record(
        "region/node-replaced.json",
        RegionWorkflow.idFor("fsn1"),
        stage -> {
          region(stage);
          stage.until("it watches", () -> stage.world.reached("Docker.WatchNode"));
          stage.client().newUntypedWorkflowStub(node).signal("delete");
          stage.until(
              "another is ready", () -> "ready".equals(stage.world.rows.nodes.get(new UUID(7, 2))));
        });
  }

  private void mails() {
    UUID mail = new UUID(9, 1);
    String id = MailWorkflow.idFor(mail);
    record("mail/sent.json", id, stage -> deliver(stage, mail));
    record(
        "mail/given-up.json",
        id,
        stage -> {
          stage.world.breaks(Fault.fatal("Mail.Send", When.BEFORE));
          deliver(stage, mail);
        });
  }

  private static void deliver(Stage stage, UUID mail) {
    stage
        .client()
        .newWorkflowStub(MailWorkflow.class, MailWorkflow.optionsFor(mail, new UUID(2, 1)))
        .deliver(mail);
  }

  private static void region(Stage stage) {
    var region =
        stage.client().newWorkflowStub(RegionWorkflow.class, RegionWorkflow.optionsFor("fsn1"));
    WorkflowClient.start(region::run, new RegionWorkflow.Start("fsn1", null));
  }

  private static void warmCell(Stage stage) {
    UUID cell = stage.world.rows.warmCell(stage.world.rows.node());
    stage.world.outside.cells.put(cell, true);
  }

  private static InstanceWorkflow claim(Stage stage) {
    var fresh =
        stage.client().newWorkflowStub(InstanceWorkflow.class, InstanceWorkflow.optionsFor(START));
    WorkflowClient.start(fresh::run, START);
    agent(stage).claim();
    return agent(stage);
  }

  private static InstanceWorkflow agent(Stage stage) {
    return stage.client().newWorkflowStub(InstanceWorkflow.class, INSTANCE_ID);
  }

  private static void delete(Stage stage) {
    agent(stage).delete(new InstanceWorkflow.Request("d1", "customer"));
    end(stage, INSTANCE_ID);
  }

  private static void untilState(Stage stage, String state) {
    stage.until("it is " + state, () -> stage.world.rows.instance(INSTANCE).state.equals(state));
  }

  private static void end(Stage stage, String id) {
    try {
      stage.client().newUntypedWorkflowStub(id).getResult(Void.class);
    } catch (WorkflowFailedException cancelled) {
      // An end like any other here.
    }
  }

  private void record(String outcome, String workflowId, Consumer<Stage> scenario) {
    if (!wanted.contains(outcome)) {
      return;
    }
    try (Stage stage =
        new Stage(
            List.of(
                InstanceWorkflow.TASK_QUEUE,
                PoolWorkflow.TASK_QUEUE,
                NodeWorkflow.TASK_QUEUE,
                MailWorkflow.TASK_QUEUE),
            InstanceWorkflowImpl.class,
            PoolWorkflowImpl.class,
            NodeWorkflowImpl.class,
            RegionWorkflowImpl.class,
            MailWorkflowImpl.class)) {
      scenario.accept(stage);
      Path file = folder.resolve(outcome);
      Files.createDirectories(file.getParent());
      Files.writeString(file, stage.client().fetchHistory(workflowId).toJson(true) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
