package dev.clawstead.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void theLastOfAnOptionCountsAndImagesAddUp() {
    Arguments arguments =
        words("up", "--pool", "3", "--image", "a=1", "--pool", "7", "--image", "b=2");

    assertThat(arguments.number("--pool")).contains(7);
    assertThat(arguments.all("--image")).containsExactly("a=1", "b=2");
  }

  @Test
  void nonsenseIsNamed() {
    assertThatThrownBy(() -> words("up", "now")).hasMessageContaining("\"now\"");
    assertThatThrownBy(() -> words("up", "--pool", "many").number("--pool"))
        .hasMessageContaining("--pool wants a number");
  }

  private static Arguments words(String... words) {
    return Arguments.of(words);
  }
}
