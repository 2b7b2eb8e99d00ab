package dev.clawstead.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests, answers and streams in the forms that the vendors' documentation shows. */
final class Fixtures {

  static final InstantSource CLOCK = () -> Instant.ofEpochSecond(1_795_000_000);
  static final String OLD_CLAUDE = "claude-sonnet-4-5-20250929";
  static final String NEW_CLAUDE = "claude-opus-5-5";

  private Fixtures() {}

  static Translation chatToMessages(String model) {
    return Translations.chatToMessages(4096, model, CLOCK);
  }

  static Translation messagesToChat() {
    return Translations.messagesToChat("gpt-5.6", true);
  }

  /** After a request of the client's, which is what an answer belongs to. */
  static Translation asked(Translation translation, String request) {
    try {
      translation.request(read(request));
      return translation;
    } catch (Untranslatable e) {
      throw new AssertionError(e);
    }
  }

  static Translation askedChat() {
    return asked(chatToMessages(OLD_CLAUDE), "chat-request.json");
  }

  static Translation askedMessages() {
    return asked(messagesToChat(), "messages-request.json");
  }

  static ObjectNode read(String name) {
    return json(text(name));
  }

  /** JSON in which single quotes stand for double ones. */
  static ObjectNode quoted(String json) {
    return json(json.replace('\'', '"'));
  }

  static ObjectNode json(String json) {
    return Objects.requireNonNull(Json.parseObject(json), json);
  }

  static List<SseEvent> events(String name) {
    List<SseEvent> events = new ArrayList<>();
    for (String block : text(name).strip().split("\n\n", -1)) {
      String event = null;
      String data = "";
      for (String line : block.lines().toList()) {
        if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else {
          data = line.substring("data: ".length());
        }
      }
      events.add(new SseEvent(event, data));
    }
    return events;
  }

  /** All that comes of the events, the end included. */
  static List<SseEvent> run(StreamTranslation stream, List<SseEvent> events) {
    List<SseEvent> out = new ArrayList<>();
    events.forEach(e -> stream.event(e.name(), e.data(), out::add));
    stream.end(out::add);
    return out;
  }

  static List<SseEvent> data(String... data) {
    return Arrays.stream(data).map(d -> new SseEvent(null, d.replace('\'', '"'))).toList();
  }

  /** Compares as it is written: whether a number is an int or a long shows to nobody. */
  static void assertSame(JsonNode actual, JsonNode expected) {
    assertThat(json(Json.write(actual)))
        .as("%s", Json.write(actual))
        .isEqualTo(json(Json.write(expected)));
  }

  private static String text(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
