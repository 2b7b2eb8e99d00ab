package dev.clawstead.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UuidV7Test {

  @Test
  void sortsByTimeAsTextAndCarriesVersionAndVariant() {
    UUID early = UuidV7.at(1_000);
    UUID late = UuidV7.at(2_000);

    assertThat(early.toString()).isLessThan(late.toString());
    assertThat(List.of(early, late)).allMatch(id -> id.version() == 7 && id.variant() == 2);
  }

  @Test
  void doesNotRepeat() {
    assertThat(IntStream.range(0, 10_000).mapToObj(i -> UuidV7.next()).distinct()).hasSize(10_000);
  }
}
