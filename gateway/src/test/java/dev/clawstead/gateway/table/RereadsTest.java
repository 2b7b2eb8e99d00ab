package dev.clawstead.gateway.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.gateway.table.Rereads.Wish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RereadsTest {

  private long nanos = TimeUnit.HOURS.toNanos(1);
  private final AtomicInteger reads = new AtomicInteger();
  private final Queue<Runnable> work = new ArrayDeque<>();
  private final Rereads rereads =
      new Rereads(slug -> reads.incrementAndGet(), work::add, () -> nanos);

  @Test
  void whoeverAsksAtTheSameTimeSharesOneRead() {
    List<CompletableFuture<Void>> asked = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      asked.add(rereads.refresh("a", Wish.LAZY));
    }
    assertThat(work).hasSize(1);

    work.remove().run();

    assertThat(reads).hasValue(1);
    assertThat(asked).allMatch(CompletableFuture::isDone);
  }

  @Test
  void aStrangerGetsAnAnswerThatIsUpToASecondOld() {
    rereads.refresh("a", Wish.LAZY).isDone();
    work.remove().run();
    nanos += TimeUnit.MILLISECONDS.toNanos(900);
    assertThat(rereads.refresh("a", Wish.LAZY)).isDone();
    assertThat(work).isEmpty();

    nanos += TimeUnit.MILLISECONDS.toNanos(200);
    assertThat(rereads.refresh("a", Wish.LAZY)).isNotDone();
    assertThat(work).hasSize(1);
  }

  @Test
  void whoShowsACredentialWaitsForAReadThatBeganAfterTheQuestion() {
    CompletableFuture<Void> first = rereads.refresh("a", Wish.URGENT);
    CompletableFuture<Void> second = rereads.refresh("a", Wish.URGENT);
    assertThat(work).as("the second waits for the first read to end").hasSize(1);

    work.remove().run();

    assertThat(first).isDone();
    assertThat(second).as("the first read began before the second asked").isNotDone();
  }

  @Test
  void guessingAddressesCostsABoundedNumberOfReads() {
    for (int i = 0; i < 5_000; i++) {
      rereads.refresh("guess" + i, Wish.LAZY).isDone();
    }
    assertThat(work).hasSizeLessThanOrEqualTo(500);
    assertThat(rereads.refresh("warm", Wish.URGENT)).as("owners are not crowded out").isNotDone();

    work.forEach(Runnable::run);
    nanos += TimeUnit.SECONDS.toNanos(2);
    work.clear();
    assertThat(rereads.refresh("later", Wish.LAZY)).isNotDone();
  }

  @Test
  void whenTooMuchWaitsTheTableDecides() {
    Rereads full =
        new Rereads(
            slug -> reads.incrementAndGet(),
            task -> {
              throw new RejectedExecutionException("full");
            },
            () -> nanos);

    assertThat(full.refresh("a", Wish.LAZY)).isDone();
    assertThat(full.refresh("b", Wish.URGENT)).isDone();
    assertThat(reads).hasValue(0);
  }
}
