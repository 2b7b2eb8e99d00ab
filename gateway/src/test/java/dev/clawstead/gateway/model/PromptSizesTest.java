package dev.clawstead.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.domain.TokenUse;
import dev.clawstead.gateway.model.PromptMarks.Beginning;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.AskReader;
import dev.clawstead.gateway.protocol.BadBodyException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PromptSizesTest {

  private static final String MODEL = "big-1";

  private final PromptSizes sizes = new PromptSizes();

  @Test
  void whatIsSetAsideIsALittleHighAndWhatIsChargedIsNot() throws Exception {
    for (int bytes = 1_000; bytes <= 50_000; bytes += 1_000) {
      learn(ask(bytes), Beginning.NONE, new TokenUse(bytes / 4, 0, 0, 10, 0));
    }

    assertThat(sizes.likely(MODEL, null, ask(20_000), Beginning.NONE).prompt())
        .isBetween(4_950L, 5_050L);
    assertThat(sizes.estimate(MODEL, null, ask(20_000))).isBetween(5_100L, 5_250L);
  }

  @Test
  void whatTheProviderWasToldBeforeIsExpectedToBeCachedAsItWasUntilNow() throws Exception {
    for (int i = 0; i < 20; i++) {
      learn(ask(8_000), Beginning.NONE, new TokenUse(2_000, 0, 0, 10, 0));
      learn(ask(16_000), told(8_000), new TokenUse(2_200, 1_800, 0, 10, 0));
    }

    assertThat(sizes.likely(MODEL, null, ask(16_000), Beginning.NONE).cached()).isZero();
    TokenUse likely = sizes.likely(MODEL, null, ask(16_000), told(12_000));
    assertThat(likely.cached()).isBetween(2_690L, 2_710L);
    assertThat(likely.prompt()).isBetween(3_990L, 4_010L);
  }

  @Test
  void whatIsTooShortToBeCachedIsNotExpectedToBe() throws Exception {
    learn(ask(20_000), told(20_000), new TokenUse(200, 4_800, 0, 10, 0));

    assertThat(sizes.likely(MODEL, null, ask(20_000), told(4_000)).cached()).isZero();
    assertThat(sizes.likely(MODEL, null, ask(20_000), told(4_400)).cached()).isPositive();
  }

  @Test
  void nothingIsExpectedToBeCachedByAModelThatCachesNothing() throws Exception {
    learn(ask(8_000), told(8_000), new TokenUse(2_000, 0, 0, 10, 0));

    assertThat(sizes.likely(MODEL, null, ask(8_400), told(8_000)).cached()).isZero();
    assertThat(sizes.likely("new", null, ask(8_400), told(8_000)).cached()).isZero();
  }

  @Test
  void whatIsWrittenToACacheIsExpectedToBeAgain() throws Exception {
    learn(ask(16_000), told(8_000), new TokenUse(500, 2_000, 1_500, 10, 0));

    TokenUse likely = sizes.likely(MODEL, null, ask(16_000), told(8_000));

    assertThat(likely.cacheWrite()).isBetween(1_490L, 1_510L);
    assertThat(likely.prompt()).isBetween(3_990L, 4_010L);
  }

  @Test
  void aPromptThatGoesOnIsAsLongAsTheOneBeforeAndWhatCameToIt() throws Exception {
    learn(ask(20_000), Beginning.NONE, new TokenUse(5_000, 0, 0, 10, 0));
    sizes.learn(MODEL, "run", ask(8_000), Beginning.NONE, new TokenUse(3_000, 0, 0, 10, 0), 40);

    assertThat(sizes.likely(MODEL, "run", ask(8_400), Beginning.NONE).prompt())
        .isBetween(3_090L, 3_130L);
  }

  @Test
  void whatAModelThoughtUnseenIsPartOfItsAnswer() throws Exception {
    for (int i = 0; i < 20; i++) {
      TokenUse use = new TokenUse(250, 0, 0, 64 + 100, 64);
      sizes.learn(MODEL, null, ask(1_000), Beginning.NONE, use, 400);
    }

    assertThat(sizes.output(MODEL, 200)).isEqualTo(64 + 50);
    assertThat(sizes.output(MODEL, 201)).isEqualTo(64 + 51);
    assertThat(sizes.output(MODEL, 0)).isEqualTo(64);
  }

  @Test
  void aModelThatNobodyKnowsIsGuessedByLetters() throws Exception {
    assertThat(sizes.output("new", 400)).isEqualTo(100);
    assertThat(sizes.likely("new", null, ask(10_000), Beginning.NONE).prompt())
        .isBetween(2_900L, 3_100L);
  }

  private void learn(Ask ask, Beginning told, TokenUse use) {
    sizes.learn(MODEL, null, ask, told, use, 40);
  }

  private static Beginning told(int bytes) {
    return new Beginning(bytes, 0);
  }

  private static Ask ask(int bytes) throws BadBodyException {
    String head = "{\"model\":\"smart\",\"messages\":[\"";
    String body = head + "x".repeat(bytes - head.length() - 3) + "\"]}";
    byte[] json = body.getBytes(StandardCharsets.US_ASCII);
    return AskReader.read(new ByteArrayInputStream(json), json.length);
  }
}
