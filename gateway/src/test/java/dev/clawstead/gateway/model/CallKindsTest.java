package dev.clawstead.gateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.domain.CallKind;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.AskReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallKindsTest {

  private static final String HEARTBEAT =
      "Read HEARTBEAT.md if it exists (workspace context). Follow it strictly. If nothing needs"
          + " attention, reply HEARTBEAT_OK.";

  @ParameterizedTest
  @ValueSource(
      strings = {
        HEARTBEAT,
        "[Sat 2026-11-21 03:27 UTC] " + HEARTBEAT,
        "[cron:8f1c morning news] Tell me the news",
        "[Sat 2026-11-21 03:00 UTC] [cron:8f1c dreaming] Go over your memory",
        "Tidy up" + "\\n\\nRuntime: agent=main | session=agent:main:cron:8f1c | host=f1",
      })
  void whatAnAgentBeganByItselfIsBackground(String words) throws Exception {
    assertThat(kind("user:" + words)).isEqualTo(CallKind.BACKGROUND);
    assertThat(kind("user:" + words, "user:<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>"))
        .isEqualTo(CallKind.BACKGROUND);
    // The turn goes on with what its tools have found.
    assertThat(kind("user:" + words, "assistant:I look", "tool:found"))
        .isEqualTo(CallKind.BACKGROUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello",
        "What does [cron:1 a] mean in the log?",
        "Is HEARTBEAT_OK a good answer?",
        "Say hi" + "\\n\\nRuntime: agent=main | session=agent:main:openai:b3d79b5c | host=f1",
      })
  void whatSomebodyAsksIsAPersons(String words) throws Exception {
    assertThat(kind("user:" + words)).isEqualTo(CallKind.PERSON);
    assertThat(kind("user:" + HEARTBEAT, "assistant:HEARTBEAT_OK", "user:" + words))
        .isEqualTo(CallKind.PERSON);
  }

  @Test
  void aTurnInAnthropicsWordsGoesOnOverItsToolsResults() throws Exception {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"[cron:1 a] Go\"},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\"}]},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\"}]}]}";

    assertThat(kind(new DefaultHttpHeaders(), body)).isEqualTo(CallKind.BACKGROUND);
  }

  @Test
  void aCallerMaySayItInAHeader() throws Exception {
    String hello = body("user:Hello");
    String cron = body("user:[cron:1 a] Go");
    HttpHeaders said = new DefaultHttpHeaders().set("X-Clawstead-Kind", "background");
    HttpHeaders person = new DefaultHttpHeaders().set("X-Clawstead-Kind", "person");
    HttpHeaders session =
        new DefaultHttpHeaders().set("X-ClawRouter-Session-Id", "agent:main:cron:8f1c");

    assertThat(kind(said, hello)).isEqualTo(CallKind.BACKGROUND);
    assertThat(kind(person, cron)).isEqualTo(CallKind.PERSON);
    assertThat(kind(session, hello)).isEqualTo(CallKind.BACKGROUND);
  }

  @Test
  void aBodyWithoutMessagesIsAPersons() throws Exception {
    assertThat(kind(new DefaultHttpHeaders(), "{\"model\":\"m\",\"messages\":[1,null,[2],\"x\"]}"))
        .isEqualTo(CallKind.PERSON);
    assertThat(kind(new DefaultHttpHeaders(), "{\"model\":\"m\"}")).isEqualTo(CallKind.PERSON);
  }

  private static CallKind kind(String... messages) throws Exception {
    return kind(new DefaultHttpHeaders(), body(messages));
  }

  private static String body(String... messages) {
    StringBuilder text = new StringBuilder("{\"model\":\"m\",\"messages\":[");
    for (String message : messages) {
      String[] parts = message.split(":", 2);
      text.append(text.toString().endsWith("[") ? "" : ",")
          .append("{\"role\":\"" + parts[0] + "\",\"content\":\"" + parts[1] + "\"}");
    }
    return text.append("]}").toString();
  }

  private static CallKind kind(HttpHeaders headers, String body) throws Exception {
    byte[] bytes = body.getBytes(UTF_8);
    Ask ask = AskReader.read(new ByteArrayInputStream(bytes), bytes.length);
    ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
    return CallKinds.of(headers, ask, buffer);
  }
}
