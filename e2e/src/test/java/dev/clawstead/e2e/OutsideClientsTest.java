package dev.clawstead.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that others wrote judge what we offer: vendors' clients, an API fuzzer, a browser. */
@Timeout(1200)
@Order(3) // before lists have hundreds of rows: a browser shows them, a fuzzer reads them
class OutsideClientsTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Installation installation = Installation.up();

  @Test
  void hetznersCommandLineWorksAgainstTheSimulator() {
    script("e2e/clients/hcloud.sh");
  }

  @Test
  void hetznersPythonClientWorksAgainstTheSimulator() {
    python("e2e/clients/hcloud.py");
  }

  @Test
  void cloudflaresPythonClientWorksAgainstTheSimulator() {
    python("e2e/clients/cloudflare.py");
  }

  @Test
  void openAisPythonClientCallsModelsThroughTheGateway() {
    models("e2e/clients/openai.py", installation.url("models").toString(), "default");
  }

  @Test
  void anthropicsPythonClientCallsModelsThroughTheGateway() {
    String models = installation.url("models").toString();
    models("e2e/clients/anthropic.py", models.replaceFirst("/v1$", ""), "claude");
  }

  /** Calls models with a key that an owner minted for a tool of his own. */
  private void models(String script, String address, String model) {
    JsonNode signup = installation.api().signUp();
    String keys = "/api/v1/instances/" + signup.at("/instance/id").asText() + "/keys";
    JsonNode minted =
        installation
            .api()
            .as(signup.at("/session/token").asText())
            .tryPost(keys, Map.of("name", script), script)
            .orFail()
            .body();
    Map<String, String> environment =
        Map.of(
            "BASE_URL",
            address,
            "KEY",
            minted.path("key").asText(),
            "MODEL",
            model,
            "EMBEDDING_MODEL",
            "embed");
    System.out.println(
        Shell.run(LIMIT, environment, List.of(venv().resolve("bin/python").toString(), script))
            .orFail(script)
            .output());
  }

  @Test
  void schemathesisFindsNothingWrongWithTheApi() {
    script("e2e/clients/schemathesis.sh");
  }

  @Test
  void aBrowserDoesTheMainJobInTheConsole() {
    Shell.installClients();
    JsonNode status = installation.status();
    Path out = Shell.ROOT.resolve("e2e/target/console");
    List<String> command =
        List.of(
            "sh",
            "-c",
            "cd e2e/console && node run.mjs --console \"$CONSOLE\" --operator-email \"$EMAIL\" --operator-password \"$PASSWORD\" --out \"$OUT\"");
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("CONSOLE", status.path("urls").path("console").asText());
    environment.put("EMAIL", status.path("operator").path("email").asText());
    environment.put("PASSWORD", status.path("operator").path("password").asText());
    environment.put("OUT", out.toString());
    System.out.println(Shell.run(LIMIT, environment, command).orFail("the browser").output());
  }

  private void script(String path) {
    System.out.println(Shell.run(LIMIT, environment(), List.of("sh", path)).orFail(path).output());
  }

  private void python(String path) {
    System.out.println(
        Shell.run(LIMIT, environment(), List.of(venv().resolve("bin/python").toString(), path))
            .orFail(path)
            .output());
  }

  /** The environment of the vendors' Python clients. */
  private static Path venv() {
    Shell.installClients();
    return Shell.ROOT.resolve(".cache/clients");
  }

  private Map<String, String> environment() {
    JsonNode status = installation.status();
    JsonNode urls = status.path("urls");
    return Map.of(
        "HCLOUD_ENDPOINT", urls.path("hetzner").asText(),
        "HCLOUD_TOKEN", status.path("tokens").path("hetzner").asText(),
        "CLOUDFLARE_ENDPOINT", urls.path("cloudflare").asText(),
        "CLOUDFLARE_API_TOKEN", status.path("tokens").path("cloudflare").asText(),
        "API_URL", urls.path("api").asText(),
        "OPERATOR_EMAIL", status.path("operator").path("email").asText(),
        "OPERATOR_PASSWORD", status.path("operator").path("password").asText(),
        "SCHEMATHESIS", venv().resolve("bin/schemathesis").toString());
  }
}
