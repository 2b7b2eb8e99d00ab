package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sends requests with something wrong in them over real connections. One seed, one run. */
class ConnectionFuzzTest {

  private static final int ROUNDS = 400;
  private static final String[] STRANGE = {
    "\r\n",
    "\r",
    "\n",
    "\0",
    ":",
    " ",
    "\t",
    "\u00ff",
    "chunked",
    "Content-Length: 7\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Expect: 100-continue\r\n",
    "HTTP/9.9",
    "5;a=b\r\n",
  };

  private final Random random = new Random(20_261_122);

  @Test
  void eachIsAnsweredOrEndedAndTheNextCallerIsServed() throws Exception {
    try (ModelStand stand = ModelStand.set()) {
      // The model does not exist, so that whatever is still well-formed is refused as well.
      String good = stand.post(CHAT, HELLO.replace("smart", "nobody"));
      int refused = 0;
      for (int round = 0; round < ROUNDS; round++) {
        refused += refusal(stand, mutated(good)) ? 1 : 0;
      }

      assertThat(refused).isGreaterThan(ROUNDS / 2);
      assertThat(stand.attemptsOnceQuiet()).isZero();
      stand.provider.answers(200, ANSWER);
      assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);
    }
  }

  /** Sends it and nothing more; whether the gateway had something to say. */
  private static boolean refusal(ModelStand stand, String request) throws IOException {
    try (Client client = stand.client()) {
      client.send(request);
      client.socket.shutdownOutput();
      if (client.in.available() == 0) {
        client.in.mark(1);
        if (client.in.read() < 0) {
          return false;
        }
        client.in.reset();
      }
      Answer answer = client.answer();
      if (answer.status() == 100) {
        return true;
      }
      assertThat(answer.status()).isBetween(400, 499);
      assertThat(answer.body()).contains("\"error\"");
      return true;
    }
  }

  private String mutated(String request) {
    StringBuilder text = new StringBuilder(request);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, STRANGE[random.nextInt(STRANGE.length)]);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(12)));
        default -> text.setCharAt(at, (char) random.nextInt(256));
      }
    }
    return text.toString();
  }
}
