package dev.clawstead.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.TokenUse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes bodies as they are really sent, byte by byte, and reads them. One seed, one run. */
class ParserFuzzTest {

  private static final int ROUNDS = 4_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final Random random = new Random(20_261_122);

  @Test
  void aBodyIsReadOrRefusedAndEditsHitTheirPlaces() throws Exception {
    byte[] chat = recorded("chat-request.json");
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] body = mutated(chat);
      Ask ask;
      try {
        ask = AskReader.read(new ByteArrayInputStream(body), body.length);
      } catch (BadBodyException refused) {
        assertThat(refused.getMessage()).isNotBlank();
        continue;
      }
      read++;
      assertThat(ask.textBytes()).isBetween(0L, (long) body.length);
      ByteBuf changed =
          BodyEdits.of(ask)
              .model("other")
              .outputMax("max_completion_tokens", 1)
              .withUsage()
              .apply(Unpooled.wrappedBuffer(body));
      JsonNode sent = JSON.readTree(changed.toString(UTF_8));
      changed.release();
      assertThat(sent.path("model").asString()).isEqualTo("other");
    }
    // Both happen, or nothing is proved.
    assertThat(read).isBetween(ROUNDS / 50, ROUNDS - ROUNDS / 50);
  }

  @Test
  void eventsAreTheSameHoweverTheyAreCut() throws Exception {
    byte[] stream = recorded("chat-stream.sse");
    for (int round = 0; round < ROUNDS / 4; round++) {
      byte[] bytes = mutated(stream);
      SseSplitter splitter = new SseSplitter();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int at = 0; at < bytes.length; ) {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(200));
        splitter.read(Unpooled.copiedBuffer(bytes, at, end - at), event -> take(event, out));
        at = end;
      }
      ByteBuf rest = splitter.takeRest();
      if (rest != null) {
        take(rest, out);
      }
      assertThat(out.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void whatAProviderMangledIsCountedAllTheSame() throws Exception {
    for (String name : new String[] {"chat-answer.json", "messages-answer.json"}) {
      byte[] answer = recorded(name);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] bytes = mutated(answer);
        for (ModelProtocol protocol : ModelProtocol.values()) {
          UsageTally tally = new UsageTally(protocol);
          tally.read(bytes, 0, bytes.length);
          tally.endOfBody();
          TokenUse use = tally.use(new TokenUse(10, 0, 0, 0, 0), 10);
          assertThat(use.prompt()).isNotNegative();
          assertThat(use.output()).isNotNegative();
        }
      }
    }
  }

  private static void take(ByteBuf event, ByteArrayOutputStream out) {
    byte[] data = SseSplitter.data(event);
    assertThat(data.length).isLessThanOrEqualTo(event.readableBytes());
    byte[] bytes = new byte[event.readableBytes()];
    event.readBytes(bytes);
    out.writeBytes(bytes);
    event.release();
  }

  /** Flips, drops, doubles and puts in a few bytes. */
  private byte[] mutated(byte[] original) {
    byte[] bytes = original.clone();
    int changes = random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 1; i++) {
      int at = random.nextInt(bytes.length);
      int length = 1 + random.nextInt(Math.min(40, bytes.length - at));
      bytes =
          switch (random.nextInt(4)) {
            case 0 -> joined(bytes, at, new byte[] {strange()}, at + 1);
            case 1 -> joined(bytes, at, new byte[0], at + length);
            case 2 -> joined(bytes, at, java.util.Arrays.copyOfRange(bytes, at, at + length), at);
            default -> joined(bytes, at, "[{\"\\u0000\":1e999999999},".getBytes(UTF_8), at);
          };
    }
    return bytes;
  }

  private byte strange() {
    byte[] some = "{}[]\",:\\0-.eE\n\r\u0000".getBytes(UTF_8);
    int choice = random.nextInt(some.length + 1);
    return choice == some.length ? (byte) random.nextInt(256) : some[choice];
  }

  private static byte[] joined(byte[] bytes, int keep, byte[] middle, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, keep);
    out.writeBytes(middle);
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }

  private static byte[] recorded(String name) throws IOException {
    String path = "/dev/clawstead/gateway/translate/" + name;
    try (InputStream in =
        Objects.requireNonNull(ParserFuzzTest.class.getResourceAsStream(path), path)) {
      return in.readAllBytes();
    }
  }
}
