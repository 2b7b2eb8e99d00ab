package dev.clawstead.simulators.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

  @TempDir private Path directory;

  @Test
  void isOnDiskWhenAChangeReturns() {
    Path file = directory.resolve("new/state.json");
    StateFile.open(file).change(root -> root.put("a", 1));

    assertThat(file).content().isEqualTo("{\"a\":1}");
    assertThat(StateFile.open(file).<Integer>read(root -> root.path("a").asInt())).isEqualTo(1);
  }

  @Test
  void forgetsAChangeThatFails() {
    StateFile state = StateFile.open(directory.resolve("state.json"));
    state.change(root -> root.put("a", 1));

    assertThatThrownBy(
            () ->
                state.change(
                    root -> {
                      root.put("a", 2);
                      throw new IllegalStateException("half way");
                    }))
        .hasMessage("half way");
    assertThat(state.<Integer>read(root -> root.path("a").asInt())).isEqualTo(1);
  }

  @Test
  void isHeldByOneProcessOnly() throws IOException {
    StateLock.take(directory);

    // The same process is refused by the JVM itself, another one by the operating system.
    assertThatThrownBy(() -> StateLock.take(directory))
        .isInstanceOf(OverlappingFileLockException.class);
  }

  @Test
  void letsNobodyElseRead() throws IOException {
    Path file = directory.resolve("new/state.json");
    StateFile.open(file).change(root -> root.put("a", 1));

    assertThat(Files.getPosixFilePermissions(directory.resolve("new"))).hasSize(3);
  }
}
