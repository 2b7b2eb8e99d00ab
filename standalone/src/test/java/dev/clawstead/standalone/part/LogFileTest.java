package dev.clawstead.standalone.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  @TempDir Path folder;

  @Test
  void aLargeLogIsMovedAsideWhileItsProgramGoesOnWriting() throws IOException {
    Path log = folder.resolve("api.log");
    try (OutputStream program =
        Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      program.write("first\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      new LogFile(log).rotate(3);
      program.write("second\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    assertThat(log).hasContent("second");
    assertThat(folder.resolve("api.log.1")).hasContent("first");
  }

  @Test
  void onlyThreeOldLogsAreKept() throws IOException {
    Path log = folder.resolve("api.log");
    for (int i = 1; i <= 5; i++) {
      Files.writeString(log, "run " + i);
      new LogFile(log).rotate(3);
    }

    assertThat(folder.resolve("api.log.1")).hasContent("run 5");
    assertThat(folder.resolve("api.log.3")).hasContent("run 3");
    assertThat(folder.resolve("api.log.4")).doesNotExist();
  }

  @Test
  void theTailIsTheLastLines() throws IOException {
    Path log = folder.resolve("api.log");
    Files.writeString(log, "one\ntwo\nthree\n");

    assertThat(new LogFile(log).tail(2)).containsExactly("two", "three");
    assertThat(new LogFile(folder.resolve("none.log")).tail(2)).isEmpty();
  }
}
