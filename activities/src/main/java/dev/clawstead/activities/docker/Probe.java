package dev.clawstead.activities.docker;

import dev.clawstead.db.cell.Cell;
import dev.clawstead.domain.AgentImage;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks a cell that was just started until it answers. The first tries are milliseconds apart: this
 * is what a customer waits for when no warm cell is left.
 */
final class Probe implements AutoCloseable {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final Duration ONE_ANSWER = Duration.ofSeconds(2);
  private static final Duration BEAT = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();

  /**
   * Returns once the cell answers with 200. Fails when it does not in its image's time, or as soon
   * as {@code end} says that its process has ended, and how.
   */
  void awaitAnswer(Cell cell, Heart heart, Supplier<Optional<String>> end)
      throws InterruptedException {
    URI uri = URI.create("http://" + cell.address() + ":" + cell.port() + "/healthz");
    long start = System.nanoTime();
    long deadline = start + limit(cell.image()).toNanos();
    long nextBeat = start + BEAT.toNanos();
    Duration pause = FIRST_PAUSE;
    while (!answers(uri)) {
      long now = System.nanoTime();
      if (now > deadline) {
        throw notHealthy(cell, "did not answer within " + limit(cell.image()).toSeconds() + " s");
      }
      if (pause.equals(LONGEST_PAUSE) || now > nextBeat) {
        heart.beat();
        nextBeat = now + BEAT.toNanos();
        Optional<String> how = end.get();
        if (how.isPresent()) {
          throw notHealthy(cell, how.get());
        }
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(3).dividedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private boolean answers(URI uri) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ONE_ANSWER).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Duration limit(AgentImage image) {
    return image == AgentImage.OPENCLAW ? Duration.ofSeconds(180) : Duration.ofSeconds(60);
  }

  private static ApplicationFailure notHealthy(Cell cell, String why) {
    return ApplicationFailure.newFailure(
        "the agent in cell " + cell.id() + " " + why, DockerActivities.NOT_HEALTHY);
  }

  @Override
  public void close() {
    http.close();
  }
}
