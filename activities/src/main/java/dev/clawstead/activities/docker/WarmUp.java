package dev.clawstead.activities.docker;

import dev.clawstead.db.cell.Cell;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * Lets a cell go through its first turn before it is offered: that turn is the slow one of some
 * images, and no customer is to meet it. The model gateway answers it, canned and free, since the
 * cell has no owner.
 */
final class WarmUp implements AutoCloseable {

  /** Many times what a first turn takes on a busy node. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Without a user of its own, so that no later conversation goes on from it. */
  private static final String TURN =
      """
      {"model":"openclaw","stream":false,"messages":[{"role":"user","content":"Say ready."}]}""";

  private final Duration patience;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  WarmUp() {
    this(PATIENCE);
  }

  WarmUp(Duration patience) {
    this.patience = patience;
  }

  /** A cell that somebody waits for is not held up by this. */
  static boolean isFor(Cell cell) {
    return cell.instance() == null && cell.image().firstTurnIsSlow();
  }

  /** Returns after one turn; fails, retryably, where the agent does not get through it in time. */
  void turn(Cell cell, String credential, Heart heart) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + cell.address() + ":" + cell.port() + "/v1/chat/completions"))
            .timeout(patience)
            .header("Authorization", "Bearer " + credential)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(TURN))
            .build();
    int status = heart.beatingWhile(() -> ask(cell, request));
    if (status != 200) {
      throw failure(cell, "answered its warm-up turn with " + status);
    }
  }

  private int ask(Cell cell, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (HttpTimeoutException e) {
      throw failure(cell, "did not end its warm-up turn within " + patience.toSeconds() + " s");
    } catch (IOException e) {
      throw failure(cell, "broke off its warm-up turn");
    }
  }

  private static ApplicationFailure failure(Cell cell, String what) {
    return ApplicationFailure.newFailure(
        "the agent in cell " + cell.id() + " " + what, DockerActivities.NOT_HEALTHY);
  }

  @Override
  public void close() {
    http.close();
  }
}
