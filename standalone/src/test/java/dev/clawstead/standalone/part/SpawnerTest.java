package dev.clawstead.standalone.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerTest {

  @TempDir Path logs;

  @Test
  void aPartWorksWhereItsLogIsSoThatTheReportOfACrashIsThereToo() throws Exception {
    Part part =
        new Part(
            "worker",
            Part.Run.of(List.of("sh", "-c", "pwd; echo $CLAWSTEAD_PART"), Map.of()),
            () -> true,
            Part.Stop.TERM);

    Spawner.processes("abc", logs).spawn(part).exit().get(10, TimeUnit.SECONDS);

    assertThat(Files.readAllLines(part.log(logs)))
        .containsExactly(logs.toRealPath().toString(), "abc/worker");
  }
}
