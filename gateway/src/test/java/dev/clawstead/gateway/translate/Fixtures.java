package dev.clawstead.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
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
