package dev.clawstead.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.standalone.process.ProcessId;
import dev.clawstead.standalone.state.Installation;
import dev.clawstead.standalone.state.Json;
import dev.clawstead.standalone.state.RunFile;
import dev.clawstead.standalone.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StatusTest {

  private static final ProcessId SELF = ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
  private static final ProcessId GONE = new ProcessId(SELF.pid(), SELF.startTicks() - 1);

  @TempDir Path folder;

  @Test
  void theJsonHasWhatScriptsReadFrom() throws IOException {
    StateDirectory state = installation();
    state.writeRun(new RunFile(SELF, true, Map.of("api", SELF)));

    JsonNode json = json(state);

    assertThat(json.path("ready").asBoolean()).isTrue();
    assertThat(json.path("urls").propertyNames())
        .containsExactly(
            "console",
            "api",
            "gateway",
            "temporalUi",
            "hetzner",
            "cloudflare",
            "providers",
            "models");
    assertThat(json.at("/urls/api").asString()).isEqualTo("http://127.0.0.1:7500");
    assertThat(json.path("temporal").asString()).isEqualTo("127.0.0.1:7502");
    assertThat(json.at("/operator/email").asString()).contains("@");
    assertThat(json.at("/operator/password").asString()).hasSizeGreaterThan(16);
    assertThat(json.path("agentDomain").asString()).isEqualTo("agents.localhost");
    assertThat(json.at("/tokens/hetzner").asString()).matches("[A-Za-z0-9]{64}");
    assertThat(json.at("/tokens/cloudflare").asString()).isNotEmpty();
    assertThat(json.at("/pids/api").asLong()).isEqualTo(SELF.pid());
    assertThat(json.at("/pids/supervisor").asLong()).isEqualTo(SELF.pid());
  }

  @Test
  void afterAKillOfEverythingNothingIsReadyWhateverTheFileSays() throws IOException {
    StateDirectory state = installation();
    state.writeRun(new RunFile(GONE, true, Map.of("api", GONE)));

    assertThat(json(state).path("ready").asBoolean()).isFalse();
    assertThat(json(state).path("pids").isEmpty()).isTrue();
  }

  @Test
  void aPartThatDiedIsMissingAndNothingIsReady() throws IOException {
    StateDirectory state = installation();
    state.writeRun(new RunFile(SELF, true, Map.of("api", SELF, "worker", GONE)));

    assertThat(json(state).path("ready").asBoolean()).isFalse();
    assertThat(json(state).at("/pids/worker").isMissingNode()).isTrue();
  }

  @Test
  void secretsAreMadeOnceAndForTheirOwnerOnly() throws IOException {
    StateDirectory state = installation();

    assertThat(state.operatorPassword()).isEqualTo(state.operatorPassword());
    assertThat(Files.readString(state.platformSecretFile()))
        .isEqualTo(Files.readString(state.platformSecretFile()));
    try (Stream<Path> secrets = Files.list(folder.resolve("secrets"))) {
      assertThat(secrets.toList())
          .hasSize(2)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void theNameOfAnInstallationStaysWhateverItsOptions() throws IOException {
    StateDirectory state = installation();
    String id = state.installation().orElseThrow().id();

    state.remember(new Installation.Options("openclaw", 7600, 1));

    assertThat(id).matches("[a-z0-9]{4,12}");
    assertThat(state.installation())
        .contains(new Installation(id, new Installation.Options("openclaw", 7600, 1)));
  }

  private StateDirectory installation() throws IOException {
    StateDirectory state = new StateDirectory(folder);
    state.remember(new Installation.Options("agent-lite", 7500, 5));
    return state;
  }

  private static JsonNode json(StateDirectory state) throws IOException {
    return Json.MAPPER.readTree(Json.MAPPER.writeValueAsString(Status.of(state).orElseThrow()));
  }
}
