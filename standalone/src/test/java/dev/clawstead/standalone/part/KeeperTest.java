package dev.clawstead.standalone.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.standalone.process.ProcessId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeeperTest {

  private final BlockingQueue<CompletableFuture<Integer>> lives = new LinkedBlockingQueue<>();
  private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> journal = new LinkedBlockingQueue<>();
  private final Clock still = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private final Part part =
      new Part("api", Part.Run.of(List.of("api"), Map.of()), () -> true, Part.Stop.TERM);
  private final Keeper keeper =
      new Keeper(
          part,
          new Keeper.Tools(
              this::spawn, still, (delay, stopping) -> pauses.add(delay), journal::add));

  @AfterEach
  void stop() {
    Thread stopping = Thread.ofPlatform().start(keeper::stop);
    while (stopping.isAlive()) {
      CompletableFuture<Integer> life = lives.poll();
      if (life != null) {
        life.complete(143);
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void aPartThatDiesIsStartedAgainAfterTheBackoff() throws InterruptedException {
    keeper.start();

    next().complete(1);
    assertThat(pauses.take()).isEqualTo(Duration.ofMillis(250));
    next().complete(1);
    assertThat(pauses.take()).isEqualTo(Duration.ofMillis(500));
    next().complete(0);

    assertThat(pauses.take()).isEqualTo(Duration.ofSeconds(1));
    assertThat(keeper.deaths()).isEqualTo(3);
    assertThat(journal.take()).isEqualTo("api ended with code 1; starting it again in 250 ms");
  }

  @Test
  void aPartThatKeepsDyingIsReportedAndStillStartedAgain() throws InterruptedException {
    keeper.start();

    for (int i = 0; i < 5; i++) {
      next().complete(1);
      pauses.take();
    }

    CompletableFuture<Integer> sixth = next();
    assertThat(keeper.failing()).isTrue();
    assertThat(journal).last().asString().contains("keeps dying");
    sixth.complete(1);
  }

  @Test
  void aStoppedPartIsNotStartedAgain() throws InterruptedException {
    keeper.start();
    CompletableFuture<Integer> life = next();

    Thread stopping = Thread.ofPlatform().start(keeper::stop);
    // The keeper asks a process that is not there; its end is told here.
    while (stopping.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
    stopping.join(Duration.ofMillis(1));
    life.complete(143);
    stopping.join();

    assertThat(lives).isEmpty();
    assertThat(keeper.deaths()).isZero();
  }

  @Test
  void aProgramThatCannotBeRunCountsAsADeath() throws InterruptedException {
    Keeper broken =
        new Keeper(
            part,
            new Keeper.Tools(
                p -> {
                  throw new IllegalStateException("no such file");
                },
                still,
                (delay, stopping) -> {
                  pauses.add(delay);
                  stopping.await();
                },
                journal::add));
    broken.start();

    assertThat(journal.take()).contains("api could not be run: no such file");
    broken.stop();
  }

  private CompletableFuture<Integer> next() throws InterruptedException {
    CompletableFuture<Integer> life = lives.poll(20, TimeUnit.SECONDS);
    assertThat(life).as("the part is started").isNotNull();
    return life;
  }

  private Spawner.Spawned spawn(Part started) {
    CompletableFuture<Integer> life = new CompletableFuture<>();
    lives.add(life);
    return new Spawner.Spawned(new ProcessId(Long.MAX_VALUE, 0), life);
  }
}
