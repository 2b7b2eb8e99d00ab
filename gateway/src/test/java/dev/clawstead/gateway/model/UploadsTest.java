package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.gateway.Cell;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import dev.clawstead.gateway.proxy.Limits;
import dev.clawstead.gateway.proxy.Limits.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Large bodies, many of them, slow ones, and those without an end. */
class UploadsTest {

  private static final String CHUNKED = "Transfer-Encoding: chunked";

  /** Answered once the whole body was read, without a provider that would have to keep it. */
  private static final String NOBODY = "{\"model\":\"nobody\",\"messages\":[\"";

  private static final String PIECE = "x".repeat(64 << 10);
  private static final int PIECES_OF_20_MB = 320;

  @Test
  void manyLargeBodiesWithoutALengthAllComeToTheirEnd() throws Exception {
    try (ModelStand stand = ModelStand.set();
        var people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        answers.add(people.submit(() -> upload(stand, stand.bearer())));
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().body()).contains("model_not_found");
      }
      assertThat(stand.attemptsOnceQuiet()).isZero();
    }
  }

  @Test
  void slowUploadsOfOneAgentHoldUpNeitherItsOwnWordsNorAnothersUploads() throws Exception {
    try (ModelStand stand = ModelStand.set();
        Cell cell = Cell.saying("hello")) {
      String other = bearerOfAnother(stand, cell);
      List<Client> slow = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Client client = stand.client();
        slow.add(client.send(head(CHAT, stand.bearer(), "Content-Length: " + (25 << 20)) + "{"));
      }

      assertThat(stand.ask(CHAT, NOBODY + "\"]}").status()).isEqualTo(404);
      assertThat(upload(stand, other).status()).isEqualTo(404);
      for (Client one : slow) {
        one.close();
      }
      // Whoever has gone leaves nothing taken, and its own next upload passes.
      assertThat(upload(stand, stand.bearer()).status()).isEqualTo(404);
    }
  }

  @Test
  void slowUploadsMakeRoomOnceAnotherAgentWaits() throws Exception {
    String length = "Content-Length: " + (25 << 20);
    try (ModelStand stand = ModelStand.set(withBodies(Duration.ofMillis(500)));
        Cell cell = Cell.saying("hello");
        Client one = stand.client();
        Client two = stand.client();
        var people = Executors.newVirtualThreadPerTaskExecutor()) {
      one.send(head(CHAT, stand.bearer(), length) + NOBODY);
      two.send(head(CHAT, bearerOfAnother(stand, cell), length) + NOBODY);
      Wait.until(() -> bodyBytes(stand) == 50 << 20);
      Future<Answer> third = people.submit(() -> upload(stand, bearerOfAnother(stand, cell)));
      while (!third.isDone()) {
        drip(one);
        drip(two);
        LockSupport.parkNanos(20_000_000);
      }

      assertThat(third.get().status()).isEqualTo(404);
      Client late = one.in.available() > 0 ? one : two;
      assertThat(late.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void anUploadThatFindsNoRoomIsToldToComeAgain() throws Exception {
    String length = "Content-Length: " + (25 << 20);
    try (ModelStand stand = ModelStand.set(withBodies(Duration.ofMillis(500)));
        Client slow = stand.client();
        Client waits = stand.client()) {
      slow.send(head(CHAT, stand.bearer(), length) + NOBODY);
      slow.send(PIECE);
      waits.send(head(CHAT, stand.bearer(), length) + NOBODY);
      while (waits.in.available() == 0 && slow.in.available() == 0) {
        slow.send(PIECE);
        LockSupport.parkNanos(50_000_000);
      }

      Answer answer = waits.answer();

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(answer.body()).contains("no room for a body of this size");
      assertThat(slow.in.available()).isZero();
    }
  }

  @Test
  void aBodyWithoutEndHasAnEndHoweverWellItsPaceIsChosen() throws Exception {
    Limits limits = withBodies(Duration.ofMillis(400));
    try (ModelStand stand = ModelStand.set(limits);
        Client client = stand.client()) {
      client.send(head(MESSAGES, stand.bearer(), CHUNKED));
      String piece = chunk("x".repeat(1 << 10));
      while (client.in.available() == 0) {
        client.send(piece);
        LockSupport.parkNanos(5_000_000);
      }

      Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body())
          .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\"")
          .contains("did not come in time");
      assertThat(stand.attemptsOnceQuiet()).isZero();
    }
  }

  private static Limits withBodies(Duration patience) {
    Duration ample = Duration.ofMinutes(10);
    Limits usual = Limits.standard();
    return new Limits(
        usual.size(), usual.count(), new Patience(ample, ample, patience, ample, ample));
  }

  private static String bearerOfAnother(ModelStand stand, Cell cell) throws IOException {
    return "Authorization: Bearer " + Stage.SECRET.modelKey(stand.stage.agent(cell).cell(), 1);
  }

  private static long bodyBytes(ModelStand stand) throws IOException {
    try (Client client = stand.stage.metricsClient()) {
      return client
          .get("metrics", "/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith("clawstead_model_body_bytes "))
          .mapToLong(line -> (long) Double.parseDouble(line.split(" ", 2)[1]))
          .sum();
    }
  }

  /** Sends a little more, unless there is an answer already. */
  private static void drip(Client client) throws IOException {
    if (client.in.available() == 0) {
      client.send(PIECE.substring(0, 1 << 10));
    }
  }

  private static Answer upload(ModelStand stand, String bearer) throws IOException {
    try (Client client = stand.client()) {
      client.send(head(CHAT, bearer, CHUNKED) + chunk(NOBODY));
      String piece = chunk(PIECE);
      for (int i = 0; i < PIECES_OF_20_MB; i++) {
        client.send(piece);
      }
      return client.send(chunk("\"]}") + "0\r\n\r\n").answer();
    }
  }

  private static String head(String path, String... headers) {
    return Client.request("POST", "models", path, headers);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
