package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static dev.clawstead.gateway.model.ModelStand.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.proxy.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a caller can do wrong: it hears so in its own protocol, soon, and pays nothing. */
class BadCallerTest {

  private static final Limits IMPATIENT = Stage.patience(Duration.ofMillis(1500));

  /** Serves all tests that want nothing of it but patience. */
  private static @Nullable ModelStand patient;

  private static int servedByThePatient;

  private @Nullable ModelStand made;

  @AfterEach
  void nothingWasSpentAndOthersAreServed() throws Exception {
    ModelStand stand = stand();
    boolean stays = stand == patient;
    assertThat(stand.provider.asked).isEmpty();
    if (!stays) {
      assertThat(stand.attemptsOnceQuiet()).isZero();
    }
    stand.provider.answers(200, ANSWER);
    Answer served = stand.ask(CHAT, HELLO);
    assertThat(served.status()).as(served.body()).isEqualTo(200);
    if (stays) {
      servedByThePatient++;
      stand.provider.forget();
    } else {
      stand.close();
    }
  }

  @AfterAll
  static void nothingElseWasSpent() throws Exception {
    if (patient != null) {
      assertThat(patient.attemptsOnceQuiet()).isEqualTo(servedByThePatient);
      patient.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"smart\",\"messages\":\"Hello\"}",
        "{\"model\":\"smart\",\"messages\":{}}",
        "{\"model\":\"smart\",\"max_tokens\":\"9\",\"messages\":[]}",
        "{\"model\":\"smart\",\"stream\":1,\"messages\":[]}",
        "{\"model\":[],\"messages\":[]}",
        "{\"model\":\"smart\",\"input\":\"a body for responses\"}",
        "{\"model\":\"smart\"}",
        "[]",
        "\"text\"",
        "model=smart",
        "",
      })
  void aWrongBodyIsToldSoInEachProtocol(String body) throws Exception {
    made = patient();

    assertThat(stand().ask(CHAT, body)).satisfies(answer -> isOpenAiError(answer, 400));
    assertThat(stand().ask(MESSAGES, body)).satisfies(answer -> isAnthropicError(answer, 400));
  }

  @Test
  void aBodyOfAnotherProtocolIsNotSentAnywhere() throws Exception {
    made = patient();

    assertThat(stand().ask("/v1/responses", HELLO).body()).contains("input: Field required");
    assertThat(stand().ask("/v1/embeddings", HELLO).body()).contains("input: Field required");
    assertThat(stand().ask(MESSAGES, HELLO).body()).contains("max_tokens: Field required");
  }

  @Test
  void aDepthBombIsRefused() throws Exception {
    made = patient();
    String bomb = "{\"model\":\"smart\",\"messages\":" + "[".repeat(500_000);
    String objects = "{\"model\":\"smart\",\"messages\":[" + "{\"a\":".repeat(200_000);

    assertThat(stand().ask(CHAT, bomb)).satisfies(answer -> isOpenAiError(answer, 400));
    assertThat(stand().ask(MESSAGES, objects)).satisfies(answer -> isAnthropicError(answer, 400));
  }

  @Test
  void valuesWithoutMeasureAreRefusedAndNeverHeld() throws Exception {
    made = patient();
    String name = "{\"messages\":[],\"model\":\"" + "m".repeat(20 << 20) + "\"}";
    String number = "{\"messages\":[],\"max_tokens\":" + "9".repeat(20 << 20) + "}";

    assertThat(stand().ask(CHAT, name)).satisfies(answer -> isOpenAiError(answer, 400));
    assertThat(stand().ask(CHAT, number)).satisfies(answer -> isOpenAiError(answer, 400));
  }

  @Test
  void moreThanTwentyFiveMegabytesAreRefusedUnread() throws Exception {
    made = patient();
    try (Client client = stand().client()) {
      client.send(head(CHAT, "Content-Length: " + ((25 << 20) + 1)));
      assertThat(client.answer()).satisfies(answer -> isOpenAiError(answer, 413));
    }
  }

  @Test
  void headersOf64KilobytesAreRefused() throws Exception {
    made = patient();
    try (Client client = stand().client()) {
      client.send(head(MESSAGES, "X-Long: " + "x".repeat(64 << 10)));
      assertThat(client.answer()).satisfies(answer -> isAnthropicError(answer, 431));
    }
    try (Client client = stand().client()) {
      client.send(Client.request("POST", "models", "/" + "x".repeat(64 << 10), stand().bearer()));
      assertThat(client.answer()).satisfies(answer -> isOpenAiError(answer, 414));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length: 5, 5",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
      })
  void aRequestThatTwoReadersCouldReadDifferentlyIsRefused(String framing) throws Exception {
    made = patient();
    try (Client client = stand().client()) {
      client.send(head(CHAT, framing) + "0\r\n\r\n" + stand().post(CHAT, HELLO));
      assertThat(client.answer()).satisfies(answer -> isOpenAiError(answer, 400));
      assertThat(client.isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "-1\r\n", "5 5\r\n", "FFFFFFFFFFFFFFFFF\r\n", "\r\n"})
  void aChunkOfNoSizeIsRefused(String chunk) throws Exception {
    made = patient();
    try (Client client = stand().client()) {
      client.send(head(CHAT, "Transfer-Encoding: chunked") + chunk + HELLO + "\r\n0\r\n\r\n");
      assertThat(client.answer()).satisfies(answer -> isOpenAiError(answer, 400));
    }
  }

  @Test
  void aRequestThatEndsBeforeItsBodyIsToldSo() throws Exception {
    made = patient();
    try (Client client = stand().client()) {
      client.send(head(MESSAGES, "Content-Length: 100") + "{\"model\":");
      client.socket.shutdownOutput();
      assertThat(client.answer()).satisfies(answer -> isAnthropicError(answer, 400));
    }
  }

  @Test
  void aBodyThatStopsComingEndsInATimeout() throws Exception {
    made = ModelStand.set(IMPATIENT);
    try (Client client = stand().client()) {
      client.send(head(CHAT, "Content-Length: 100") + "{\"model\":");
      assertThat(client.answer()).satisfies(answer -> isOpenAiError(answer, 408));
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void aBodyThatDripsWithoutEndEndsInATimeoutToo() throws Exception {
    made = ModelStand.set(IMPATIENT);
    try (Client client = stand().client()) {
      client.send(head(CHAT, "Transfer-Encoding: chunked"));
      while (client.in.available() == 0) {
        client.send("1\r\n \r\n");
        LockSupport.parkNanos(5_000_000);
      }
      assertThat(client.answer()).satisfies(answer -> isOpenAiError(answer, 408));
    }
  }

  @Test
  void aBodyInCrumbsIsRefused() throws Exception {
    made = patient();
    try (Client client = stand().client()) {
      client.send(head(CHAT, "Transfer-Encoding: chunked") + "1\r\n \r\n".repeat(5_000));
      assertThat(client.answer()).satisfies(answer -> isOpenAiError(answer, 400));
    }
  }

  @Test
  void aConnectionThatAsksNothingIsClosed() throws Exception {
    made = ModelStand.set(IMPATIENT);
    try (Client silent = stand().client();
        Client half = stand().client()) {
      half.send("POST " + CHAT + " HTTP/1.1\r\nHost:");
      assertThat(silent.isEnded()).isTrue();
      assertThat(half.isEnded()).isTrue();
    }
  }

  @Test
  void aKeptConnectionIsClosedWhenNothingMoreIsAsked() throws Exception {
    made = ModelStand.set(IMPATIENT);
    try (Client client = stand().client()) {
      assertThat(client.get("models", "/v1/models", stand().bearer()).status()).isEqualTo(200);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void moreCallersThanAllowedAreTurnedAway() throws Exception {
    Limits usual = Stage.PATIENT;
    made =
        ModelStand.set(new Limits(usual.size(), new Limits.Count(2, 512, 100), usual.patience()));
    try (Client first = stand().client();
        Client second = stand().client()) {
      assertThat(first.get("models", "/healthz").status()).isEqualTo(200);
      assertThat(second.get("models", "/healthz").status()).isEqualTo(200);
      try (Client third = stand().client()) {
        assertThat(third.isEnded()).isTrue();
      }
      assertThat(first.get("models", "/healthz").status()).isEqualTo(200);
    }
  }

  private static ModelStand patient() throws IOException {
    if (patient == null) {
      patient = ModelStand.set();
    }
    return patient;
  }

  private ModelStand stand() {
    return Objects.requireNonNull(made);
  }

  private String head(String path, String... headers) {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = stand().bearer();
    return Client.request("POST", "models", path, all);
  }

  private static void isOpenAiError(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body())
        .startsWith("{\"error\":{\"message\":\"")
        .contains("\"type\":\"invalid_request_error\"");
  }

  private static void isAnthropicError(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"type\":\"error\",\"error\":{\"type\":\"");
    assertThat(List.of("invalid_request_error", "request_too_large"))
        .anyMatch(type -> answer.body().contains(type));
  }
}
