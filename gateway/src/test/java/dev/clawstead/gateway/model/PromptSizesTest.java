package dev.clawstead.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.domain.TokenUse;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.AskReader;
import dev.clawstead.gateway.protocol.BadBodyException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PromptSizesTest {

  private static final String MODEL = "big-1";

  private long nanos = 1;
  private final PromptSizes sizes = new PromptSizes(() -> nanos);

  @Test
  void whatIsSetAsideIsALittleHighAndWhatIsChargedIsNot() throws Exception {
    for (int bytes = 1_000; bytes <= 50_000; bytes += 1_000) {
      learn(ask(bytes), new TokenUse(bytes / 4, 0, 0, 10, 0), 40);
    }

    assertThat(sizes.likely(MODEL, null, ask(20_000)).prompt()).isBetween(4_950L, 5_050L);
    assertThat(sizes.estimate(MODEL, null, ask(20_000))).isBetween(5_100L, 5_250L);
  }

  @Test
  void theCacheIsExpectedToHoldWhatItHeld() throws Exception {
    for (int i = 0; i < 20; i++) {
      learn(ask(8_000), new TokenUse(500, 1_500, 0, 10, 0), 40);
    }

    TokenUse likely = sizes.likely(MODEL, null, ask(8_000));

    assertThat(likely.cached()).isBetween(1_490L, 1_510L);
    assertThat(likely.prompt()).isBetween(1_990L, 2_010L);
  }

  @Test
  void whatIsCachedIsExpectedBySize() throws Exception {
    for (int i = 0; i < 20; i++) {
      learn(ask(2_000), new TokenUse(500, 0, 0, 10, 0), 40);
      learn(ask(16_000), new TokenUse(160, 3_840, 0, 10, 0), 40);
    }

    assertThat(sizes.likely(MODEL, null, ask(3_000)).cached()).isZero();
    assertThat(sizes.likely(MODEL, null, ask(12_000)).cached()).isBetween(2_870L, 2_890L);
  }

  @Test
  void aPromptThatGoesOnBeginsWithTheOneBeforeWhichIsCached() throws Exception {
    sizes.learn(MODEL, "run", ask(8_000), new TokenUse(900, 2_100, 0, 10, 0), 40);

    TokenUse likely = sizes.likely(MODEL, "run", ask(8_400));

    assertThat(likely.cached()).isEqualTo(23 * 128);
    assertThat(likely.prompt()).isBetween(3_100L, 3_200L);
  }

  @Test
  void whatWasCachedLongAgoIsExpectedToBeGone() throws Exception {
    learn(ask(8_000), new TokenUse(2_000, 0, 0, 10, 0), 40);
    sizes.learn(MODEL, "run", ask(20_000), new TokenUse(200, 4_800, 0, 10, 0), 40);
    sizes.learn(MODEL, "run", ask(8_000), new TokenUse(2_000, 0, 0, 10, 0), 40);
    nanos += Duration.ofMinutes(5).toNanos();

    assertThat(sizes.likely(MODEL, "run", ask(8_000)).cached()).isZero();
  }

  @Test
  void aConversationThatIsTooShortToBeCachedIsNotExpectedToBe() throws Exception {
    learn(ask(20_000), new TokenUse(200, 4_800, 0, 10, 0), 40);
    sizes.learn(MODEL, "run", ask(4_000), new TokenUse(1_000, 0, 0, 10, 0), 40);

    assertThat(sizes.likely(MODEL, "run", ask(4_060)).cached()).isZero();
  }

  @Test
  void nothingIsExpectedOfAModelThatCachesNothing() throws Exception {
    sizes.learn(MODEL, "run", ask(8_000), new TokenUse(2_000, 0, 0, 10, 0), 40);

    assertThat(sizes.likely(MODEL, "run", ask(8_400)).cached()).isZero();
  }

  @Test
  void whatAModelThoughtUnseenIsPartOfItsAnswer() throws Exception {
    for (int i = 0; i < 20; i++) {
      learn(ask(1_000), new TokenUse(250, 0, 0, 64 + 100, 64), 400);
    }

    assertThat(sizes.output(MODEL, 200)).isEqualTo(64 + 50);
    assertThat(sizes.output(MODEL, 0)).isZero();
  }

  @Test
  void aModelThatNobodyKnowsIsGuessedByLetters() throws Exception {
    assertThat(sizes.output("new", 400)).isEqualTo(100);
    assertThat(sizes.likely("new", null, ask(10_000)).prompt()).isBetween(2_900L, 3_100L);
  }

  private void learn(Ask ask, TokenUse use, long chars) {
    sizes.learn(MODEL, null, ask, use, chars);
  }

  private static Ask ask(int bytes) throws BadBodyException {
    String head = "{\"model\":\"smart\",\"messages\":[\"";
    String body = head + "x".repeat(bytes - head.length() - 3) + "\"]}";
    byte[] json = body.getBytes(StandardCharsets.US_ASCII);
    return AskReader.read(new ByteArrayInputStream(json), json.length);
  }
}
