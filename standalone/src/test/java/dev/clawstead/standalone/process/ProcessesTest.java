package dev.clawstead.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessesTest {

  private static final String INSTALLATION = "test" + ProcessHandle.current().pid();

  private final Process sleeper;

  ProcessesTest() throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "600");
    builder.environment().put(Marked.VARIABLE, Marked.mark(INSTALLATION, "worker"));
    sleeper = builder.start();
  }

  @AfterEach
  void end() {
    sleeper.destroyForcibly();
  }

  @Test
  void anotherProcessUnderTheSamePidIsNotTheSame() {
    ProcessId id = ProcessId.of(sleeper.pid()).orElseThrow();

    assertThat(id.alive()).isTrue();
    assertThat(new ProcessId(id.pid(), id.startTicks() - 1).alive()).isFalse();
  }

  @Test
  void aProcessIsFoundByItsMarkWhoeverStartedIt() throws InterruptedException {
    assertThat(Marked.of(INSTALLATION))
        .containsExactly(new Marked.Found("worker", ProcessId.of(sleeper.pid()).orElseThrow()));
    assertThat(Marked.of("other" + INSTALLATION)).isEmpty();

    sleeper.destroyForcibly().waitFor();
    assertThat(Marked.of(INSTALLATION)).isEmpty();
  }

  @Test
  void aStrangerThatGotThePidIsNotSignalled() {
    ProcessId id = ProcessId.of(sleeper.pid()).orElseThrow();

    Ending.end(List.of(new ProcessId(id.pid(), id.startTicks() + 1)), "KILL", Duration.ZERO);

    assertThat(id.alive()).isTrue();
  }

  @Test
  void whoDoesNotListenIsKilled() throws IOException, InterruptedException {
    Process deaf = new ProcessBuilder("sh", "-c", "trap '' TERM; echo ready; read x").start();
    assertThat(deaf.inputReader().readLine()).isEqualTo("ready");
    ProcessId id = ProcessId.of(deaf.pid()).orElseThrow();

    Ending.end(List.of(id), "TERM", Duration.ofMillis(200));

    assertThat(deaf.waitFor()).isEqualTo(137);
  }
}
