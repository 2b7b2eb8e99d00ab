package dev.clawstead.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDepthTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\": [1, {\"b\": {}}]}",
        "{\"a\": \"}\"}",
        "{\"a\": \"\\\"}\"}",
        "{\"a\": \"\\\\\", \"b\": \"{\"}",
      })
  void anObjectIsWholeWithItsLastCharacterHoweverItIsCut(String json) {
    JsonDepth depth = new JsonDepth();
    for (int i = 0; i < json.length(); i++) {
      assertThat(depth.isWhole()).as("before character %d", i).isFalse();
      depth.add(json.substring(i, i + 1));
    }

    assertThat(depth.isWhole()).isTrue();
  }
}
