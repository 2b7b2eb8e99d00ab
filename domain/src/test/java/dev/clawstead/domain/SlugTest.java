package dev.clawstead.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {

  @Test
  void mintsHostNamesThatItRecognises() {
    assertThat(Slug.next()).matches("[a-z2-7]{20}").matches(Slug::isSlug);
    assertThat(Slug.next()).isNotEqualTo(Slug.next());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "ABCDEFGHIJKLMNOPQRST",
        "abcdefghijklmnopqrs1",
        "abcdefghijklmnopqrstu"
      })
  void refusesWhatIsNoSlug(String text) {
    assertThat(Slug.isSlug(text)).isFalse();
  }
}
