package dev.clawstead.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PriceTest {

  private static final Price PRICE = new Price(2_000_000, 500_000, 2_500_000, 8_000_000);

  @Test
  void eachKindOfTokenCostsItsPrice() {
    TokenUse use = new TokenUse(1_000_000, 2_000_000, 100_000, 500_000, 400_000);

    assertThat(PRICE.micros(use)).isEqualTo(2_000_000 + 1_000_000 + 250_000 + 4_000_000);
  }

  @Test
  void aFractionOfAMicroIsRoundedUpOnceForTheCall() {
    Price cheap = new Price(150_000, 75_000, 150_000, 600_000);

    assertThat(cheap.micros(new TokenUse(1, 1, 0, 0, 0))).isEqualTo(1);
    assertThat(cheap.micros(new TokenUse(10, 0, 0, 0, 0))).isEqualTo(2);
    assertThat(cheap.micros(TokenUse.NONE)).isZero();
  }

  @Test
  void aCachedTokenCountsAsMuchLessAsItCostsLess() {
    assertThat(PRICE.ratedTokens(new TokenUse(100, 1_000, 50, 30, 10))).isEqualTo(100 + 250 + 80);
    assertThat(new Price(0, 0, 0, 1).ratedTokens(new TokenUse(5, 7, 0, 1, 0))).isEqualTo(13);
  }

  @Test
  void nothingIsNegative() {
    assertThatThrownBy(() -> new Price(-1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenUse(0, 0, 0, -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
