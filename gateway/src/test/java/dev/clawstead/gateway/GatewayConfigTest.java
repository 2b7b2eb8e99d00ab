package dev.clawstead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.gateway.trace.Traces.Collector;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {

  private final Map<String, String> env = new HashMap<>();

  @BeforeEach
  void complete(@TempDir Path folder) throws IOException {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, Base64.getEncoder().encodeToString(new byte[32]));
    env.put("CLAWSTEAD_INSTALLATION", "test");
    env.put("CLAWSTEAD_DATABASE_URL", "jdbc:postgresql://127.0.0.1/clawstead");
    env.put("CLAWSTEAD_DATABASE_USER", "clawstead");
    env.put("CLAWSTEAD_DATABASE_PASSWORD", "x");
    env.put("CLAWSTEAD_PLATFORM_SECRET_FILE", secret.toString());
    env.put("CLAWSTEAD_GATEWAY_CELL_LISTEN", "172.20.0.1:7408");
    env.put("CLAWSTEAD_CONSOLE_URL", "http://localhost:7400/");
    env.put("CLAWSTEAD_GATEWAY_TABLE", folder.resolve("routes").toString());
    env.put("CLAWSTEAD_GATEWAY_JOURNAL", folder.resolve("journal").toString());
  }

  @Test
  void listensOnLoopbackUnlessToldOtherwise() {
    GatewayConfig config = GatewayConfig.from(env);

    assertThat(config.listen().toString()).endsWith("127.0.0.1:7401");
    assertThat(config.hosts().origin("x")).isEqualTo("http://x.agents.localhost:7401");
  }

  @Test
  void tracesAreToldToNobodyUnlessThereIsACollector() {
    assertThat(GatewayConfig.from(env).collector()).isNull();

    env.put("CLAWSTEAD_GATEWAY_TRACES_ENDPOINT", "http://otel:4318/v1/traces");
    env.put("CLAWSTEAD_GATEWAY_TRACES_RATIO", "0.05");

    assertThat(GatewayConfig.from(env).collector())
        .isEqualTo(new Collector(URI.create("http://otel:4318/v1/traces"), 0.05, "test"));
  }

  @ParameterizedTest
  @CsvSource({
    "CLAWSTEAD_INSTALLATION, ''",
    "CLAWSTEAD_INSTALLATION, Has-Signs",
    "CLAWSTEAD_DATABASE_URL, http://x",
    "CLAWSTEAD_DATABASE_USER, ''",
    "CLAWSTEAD_PLATFORM_SECRET_FILE, /does/not/exist",
    "CLAWSTEAD_GATEWAY_LISTEN, 7401",
    "CLAWSTEAD_GATEWAY_LISTEN, 127.0.0.1:70000",
    "CLAWSTEAD_GATEWAY_CELL_LISTEN, ''",
    "CLAWSTEAD_AGENTS_URL, http://agents.localhost",
    "CLAWSTEAD_AGENTS_URL, 'http://{slug}.agents.localhost/path'",
    "CLAWSTEAD_CONSOLE_URL, javascript:x",
    "CLAWSTEAD_GATEWAY_TABLE, ''",
    "CLAWSTEAD_GATEWAY_JOURNAL, ''",
    "CLAWSTEAD_GATEWAY_MODEL_LISTEN, 7409",
    "CLAWSTEAD_GATEWAY_TRACES_ENDPOINT, otel:4318",
    "CLAWSTEAD_GATEWAY_TRACES_RATIO, 1.5",
    "CLAWSTEAD_GATEWAY_TRACES_RATIO, half",
  })
  void aWrongVariableIsNamedInOneLine(String name, String value) {
    env.put(name, value);

    assertThatThrownBy(() -> GatewayConfig.from(env))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " ")
        .hasMessageNotContaining("\n");
  }
}
