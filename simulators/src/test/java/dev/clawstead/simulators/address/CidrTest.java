package dev.clawstead.simulators.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @Test
  void countsAddresses() {
    Cidr range = Cidr.of("10.0.1.0/24");

    assertThat(range.size()).isEqualTo(256);
    assertThat(range.address(255)).isEqualTo("10.0.1.255");
    assertThat(range.contains("10.0.1.7")).isTrue();
    assertThat(range.contains("10.0.2.0")).isFalse();
    assertThat(Cidr.around("192.168.7.9", 16)).hasToString("192.168.0.0/16");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.0.0/16, true",
    "10.1.0.0/16, 10.0.0.0/8, true",
    "10.0.0.0/24, 10.0.1.0/24, false",
    "0.0.0.0/0, 255.255.255.255/32, true",
  })
  void overlaps(String one, String other, boolean overlaps) {
    assertThat(Cidr.of(one).overlaps(Cidr.of(other))).isEqualTo(overlaps);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0", "10.0.0.1/24", "10.0.0.0/33", "10.0.0.256/32", "a/8"})
  void refusesWhatIsNoRange(String text) {
    assertThatThrownBy(() -> Cidr.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
