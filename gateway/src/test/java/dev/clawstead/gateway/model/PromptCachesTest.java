package dev.clawstead.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.gateway.model.PromptMarks.Beginning;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.AskReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PromptCachesTest {

  private static final UUID KEY = UUID.randomUUID();
  private static final String MODEL = "big-1";
  private static final String TOOLS = text(1, 4_000);
  private static final String TALK = text(2, 30_000);

  private long nanos = Long.MAX_VALUE - 1;
  private final PromptCaches caches = new PromptCaches(() -> nanos);

  @Test
  void aPromptThatGoesOnIsKnownUpToWhereTheOneBeforeEnded() throws Exception {
    told(chat(TALK, TOOLS));

    Beginning known = known(chat(TALK + "\"},{\"content\":\"" + text(3, 9_000), TOOLS));

    assertThat(known.textBytes()).isBetween(34_000L - 1_024, 34_100L);
    assertThat(known.media()).isZero();
  }

  @Test
  void nothingBehindTheFirstDifferenceIsKnown() throws Exception {
    told(chat(TALK, TOOLS));
    char[] other = TALK.toCharArray();
    other[10_000]++;

    assertThat(known(chat(new String(other), TOOLS)).textBytes()).isBetween(14_000L - 512, 14_100L);
  }

  @Test
  void otherToolsMakeAnotherPromptFromItsBeginning() throws Exception {
    told(chat(TALK, TOOLS));

    assertThat(known(chat(TALK, "x" + TOOLS))).isEqualTo(Beginning.NONE);
  }

  @Test
  void whatOnlySaysHowToAnswerIsNotPartOfThePrompt() throws Exception {
    told(chat(TALK, TOOLS));

    String body = chat(TALK, TOOLS).replace("\"smart\"", "\"fast\",\"max_tokens\":7");

    assertThat(known(body).textBytes()).isBetween(34_000L - 1_024, 34_100L);
  }

  @Test
  void aPictureIsKnownByWhatItIsAndNotByItsLength() throws Exception {
    String picture = text(4, 60_000);
    told(seen(picture));

    Beginning same = known(seen(picture));
    assertThat(same.media()).isEqualTo(1);
    assertThat(same.textBytes()).isBetween(34_000L - 1_024, 34_300L);

    Beginning other = known(seen(text(5, 60_000)));
    assertThat(other.media()).isZero();
    assertThat(other.textBytes()).isBetween(4_000L - 512, 4_200L);
  }

  @Test
  void whatIsToldWithOneKeyOrToOneModelIsNotKnownToOthers() throws Exception {
    PromptMarks marks = marks(chat(TALK, TOOLS));
    caches.told(KEY, MODEL, marks);

    assertThat(caches.known(UUID.randomUUID(), MODEL, marks)).isEqualTo(Beginning.NONE);
    assertThat(caches.known(KEY, "big-2", marks)).isEqualTo(Beginning.NONE);
    assertThat(caches.known(KEY, MODEL, marks)).isNotEqualTo(Beginning.NONE);
  }

  @Test
  void whatWasNotSaidAgainForFiveMinutesIsForgotten() throws Exception {
    told(chat(TALK, TOOLS));
    nanos += Duration.ofMinutes(4).toNanos();
    assertThat(known(chat(TALK, TOOLS))).isNotEqualTo(Beginning.NONE);
    told(chat(TALK, TOOLS));
    nanos += Duration.ofMinutes(4).toNanos();
    assertThat(known(chat(TALK, TOOLS))).isNotEqualTo(Beginning.NONE);

    nanos += Duration.ofMinutes(1).toNanos();
    assertThat(known(chat(TALK, TOOLS))).isEqualTo(Beginning.NONE);
  }

  @Test
  void theWordsOfTheSystemComeBeforeTheMessages() throws Exception {
    String body = "{\"model\":\"m\",\"input\":\"%s\",\"instructions\":\"%s\"}";
    told(body.formatted(text(6, 5_000), TALK));

    assertThat(known(body.formatted(text(7, 5_000), TALK)).textBytes())
        .isBetween(30_000L - 1_024, 30_100L);
    assertThat(known(body.formatted(text(6, 5_000), "x" + TALK))).isEqualTo(Beginning.NONE);
  }

  @Test
  void manyOtherPromptsMakeItForgetAndNeverMistakeOne() throws Exception {
    told(chat(TALK, TOOLS));
    for (int i = 0; i < 6_000; i++) {
      PromptMarks other = marks(chat(TALK, "x" + i));
      assertThat(caches.known(KEY, MODEL, other)).isEqualTo(Beginning.NONE);
      caches.told(KEY, MODEL, other);
    }

    assertThat(known(chat(TALK, TOOLS)).textBytes()).isLessThan(35_000);
  }

  private void told(String body) throws Exception {
    caches.told(KEY, MODEL, marks(body));
  }

  private Beginning known(String body) throws Exception {
    return caches.known(KEY, MODEL, marks(body));
  }

  private static String chat(String said, String tools) {
    return "{\"model\":\"smart\",\"messages\":[{\"content\":\""
        + said
        + "\"}],\"tools\":[\""
        + tools
        + "\"]}";
  }

  private static String seen(String picture) {
    return "{\"model\":\"m\",\"messages\":[{\"content\":[{\"text\":\""
        + TOOLS
        + "\"},{\"image_url\":{\"url\":\""
        + picture
        + "\"}},{\"text\":\""
        + TALK
        + "\"}]}]}";
  }

  private static String text(int seed, int length) {
    return new Random(seed)
        .ints(length, 'a', 'z')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** In parts of a size of their own, as bodies come. */
  private static PromptMarks marks(String body) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    CompositeByteBuf parts = Unpooled.compositeBuffer(1_000);
    for (int at = 0; at < bytes.length; at += 1_400) {
      ByteBuf part = Unpooled.directBuffer();
      parts.addComponent(true, part.writeBytes(bytes, at, Math.min(1_400, bytes.length - at)));
    }
    Ask ask = AskReader.read(new ByteBufInputStream(parts.duplicate()), bytes.length);
    try {
      return PromptMarks.of(ask, parts);
    } finally {
      parts.release();
    }
  }
}
