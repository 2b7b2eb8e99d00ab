package dev.clawstead.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds the translation against a request that OpenClaw really sent. */
class OpenClawRequestTest {

  private static final Path FILE = Path.of("../../shared/data/openclaw-chat-request.json");

  @Test
  void allThatAnAgentSaysReachesAnthropic() throws Exception {
    assumeTrue(Files.exists(FILE), "the recorded request is not beside this checkout: " + FILE);
    ObjectNode request = Fixtures.json(Files.readString(FILE));

    ObjectNode made = Fixtures.chatToMessages(Fixtures.NEW_CLAUDE).request(request);

    JsonNode tools = made.path("tools");
    assertThat(tools.size()).isEqualTo(request.path("tools").size());
    assertThat(tools.path(tools.size() - 1).has("cache_control")).isTrue();
    assertThat(made.at("/system/0/text")).isEqualTo(request.at("/messages/0/content"));
    assertThat(made.at("/system/0").has("cache_control")).isTrue();
    // Two messages of the user's, one turn.
    assertThat(made.path("messages").size()).isEqualTo(1);
    assertThat(made.at("/messages/0/content/0/text")).isEqualTo(request.at("/messages/1/content"));
    assertThat(made.at("/messages/0/content/1/text"))
        .isEqualTo(request.at("/messages/2/content/0/text"));
    assertThat(made.path("max_tokens").asInt()).isEqualTo(8192);
    assertThat(made.path("stream").asBoolean()).isTrue();
    assertThat(made.has("prompt_cache_key")).isFalse();
  }
}
