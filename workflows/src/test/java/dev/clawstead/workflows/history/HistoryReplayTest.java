package dev.clawstead.workflows.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.workflows.fleet.NodeWorkflowImpl;
import dev.clawstead.workflows.fleet.RegionWorkflowImpl;
import dev.clawstead.workflows.instance.InstanceWorkflowImpl;
import dev.clawstead.workflows.mail.MailWorkflowImpl;
import dev.clawstead.workflows.pool.PoolWorkflowImpl;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays histories of recorded code against today's code. A failure means that a running workflow
 * would get stuck on deploy: branch with {@code Workflow.getVersion}, never edit a history. Before
 * the first release, record them anew with {@link HistoryRecorder}.
 */
@Timeout(60)
class HistoryReplayTest {

  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  private static final Map<String, Class<?>> WORKFLOWS =
      Map.of(
          "instance", InstanceWorkflowImpl.class,
          "pool", PoolWorkflowImpl.class,
          "node", NodeWorkflowImpl.class,
          "region", RegionWorkflowImpl.class,
          "mail", MailWorkflowImpl.class);

  @ParameterizedTest
  @MethodSource("histories")
  void todaysCodeStillUnderstands(Path history) throws Exception {
    Class<?> workflow = WORKFLOWS.get(history.getParent().getFileName().toString());

    WorkflowReplayer.replayWorkflowExecution(history.toFile(), workflow);
  }

  @Test
  void everyOutcomeIsRecorded() throws IOException {
    assertThat(histories())
        .extracting(path -> HISTORIES.relativize(path).toString().replace('\\', '/'))
        .containsExactlyInAnyOrderElementsOf(HistoryRecorder.OUTCOMES);
  }

  static List<Path> histories() throws IOException {
    try (var files = Files.walk(HISTORIES)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
