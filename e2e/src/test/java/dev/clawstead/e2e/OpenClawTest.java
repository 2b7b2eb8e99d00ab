package dev.clawstead.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The main job with the real OpenClaw instead of the small agent. */
@Timeout(1500)
@Execution(ExecutionMode.CONCURRENT)
class OpenClawTest {

  @Test
  void itsControlUiOpensOnTheAgentsAddressWebSocketIncluded() {
    Shell.installClients();
    try (Installation installation = Installation.openClaw()) {
      Map<String, String> person = Api.signUpBody("openclaw");
      JsonNode signup =
          installation.api().tryPost("/api/v1/signup", person, "openclaw").orFail().body();
      Agent agent = Agent.of(installation, signup, Duration.ofMinutes(4));

      Map<String, String> environment =
          Map.of(
              "CONSOLE", installation.url("console").toString(),
              "EMAIL", person.get("email"),
              "PASSWORD", person.get("password"),
              "AGENT", agent.name(),
              "OUT", Shell.ROOT.resolve("e2e/target/console").toString());
      System.out.println(
          Shell.run(Duration.ofMinutes(6), environment, List.of("sh", "-c", SCRIPT))
              .orFail("the browser")
              .output());
    }
  }

  private static final String SCRIPT =
      "cd e2e/console && node openclaw.mjs"
          + " --console \"$CONSOLE\" --email \"$EMAIL\" --password \"$PASSWORD\""
          + " --agent \"$AGENT\" --out \"$OUT\"";
}
