package dev.clawstead.db.capture;

import static dev.clawstead.db.generated.Tables.CAPTURES;
import static dev.clawstead.db.generated.Tables.CONTENTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.Times;
import dev.clawstead.db.capture.Captures.Capture;
import dev.clawstead.db.capture.Captures.Wish;
import dev.clawstead.db.capture.Contents.Kept;
import dev.clawstead.db.capture.Contents.Sealed;
import dev.clawstead.db.event.Timeline.Line;
import dev.clawstead.db.life.Lives;
import dev.clawstead.domain.EventLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CapturesTest {

  private static final byte[] KEY = new byte[32];
  private static final Duration DAY = Duration.ofDays(1);

  private final Database database = TestDatabase.create();
  private final TestRows rows = new TestRows(database.sql());
  private final Captures captures = new Captures(database.sql());
  private final Contents contents = new Contents(database.sql());
  private final UUID instance = rows.order();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void nothingIsKeptThatNobodyWishes() {
    assertThat(captures.find(instance)).isEmpty();
    assertThat(captures.live()).isEmpty();
    assertThat(contents.keep(UUID.randomUUID(), content(1))).isFalse();
    assertThat(captures.end(instance)).isFalse();
    assertThat(captures.delete(instance)).isFalse();
  }

  @Test
  void whatIsKeptIsThereSevenDaysBeyondTheWishesEnd() {
    Instant until = keep(DAY);
    Sealed said = content(3);

    assertThat(contents.keep(wish().id(), said)).isTrue();

    Kept kept = contents.find(instance, said.attempt()).orElseThrow();
    assertThat(kept.expires()).isEqualTo(until.plus(Duration.ofDays(7)));
    assertThat(kept.content().request()).isEqualTo(said.request());
    assertThat(kept.content().response()).isNull();
    assertThat(captures.find(instance)).contains(new Capture(until, 1, 3));
    assertThat(contents.find(rows.order(), said.attempt())).isEmpty();
  }

  @Test
  void aWishEndsByItselfAndWhatWasSaidBeforeMayStillCome() {
    keep(DAY);
    UUID wish = wish().id();
    endNow();

    assertThat(captures.live()).isEmpty();
    assertThat(contents.keep(wish, content(1))).isTrue();
  }

  @Test
  void aWishMadeLongerIsTheSameAndOneMadeAnewIsNot() {
    keep(DAY);
    UUID first = wish().id();
    keep(DAY.multipliedBy(2));
    assertThat(wish().id()).isEqualTo(first);

    endNow();
    keep(DAY);

    assertThat(wish().id()).isNotEqualTo(first);
    assertThat(contents.keep(first, content(1))).isFalse();
  }

  @Test
  void endingEarlyLetsWhatWasKeptGoEarlier() {
    keep(DAY.multipliedBy(7));
    Sealed said = content(1);
    contents.keep(wish().id(), said);

    assertThat(captures.end(instance)).isTrue();

    assertThat(captures.end(instance)).isFalse();
    assertThat(contents.find(instance, said.attempt()).orElseThrow().expires())
        .isBefore(Instant.now().plus(Duration.ofDays(7)).plusSeconds(1));
  }

  @Test
  void deletingLeavesNothingAndLetsNothingInThatComesLater() {
    keep(DAY);
    UUID wish = wish().id();
    contents.keep(wish, content(1));

    assertThat(captures.delete(instance)).isTrue();

    assertThat(database.sql().fetchCount(CONTENTS)).isZero();
    assertThat(contents.keep(wish, content(1))).isFalse();
    keep(DAY);
    assertThat(contents.keep(wish, content(1))).isFalse();
  }

  @Test
  void whateverComesWhileItIsDeletedIsGoneAfterwards() throws Exception {
    keep(DAY);
    UUID wish = wish().id();
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(() -> contents.keep(wish, content(1)));
    }
    all.add(20, () -> captures.delete(instance));

    List<Boolean> done = Crowd.together(all);

    assertThat(done.get(20)).isTrue();
    assertThat(database.sql().fetchCount(CONTENTS)).isZero();
    assertThat(database.sql().fetchCount(CAPTURES)).isZero();
  }

  @Test
  void theRoomOfAnAgentHoldsForAllWhoFillIt() throws Exception {
    keep(DAY);
    UUID wish = wish().id();
    database.sql().update(CAPTURES).set(CAPTURES.KEPT_BYTES, Contents.BYTES_MAX - 50).execute();
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(() -> contents.keep(wish, content(10)));
    }

    List<Boolean> kept = Crowd.together(all);

    assertThat(kept.stream().filter(one -> one)).hasSize(5);
    assertThat(captures.find(instance).orElseThrow().bytes()).isEqualTo(Contents.BYTES_MAX);
  }

  @Test
  void whatIsOverIsDeletedAndItsRoomIsFreeAgain() {
    keep(DAY);
    UUID wish = wish().id();
    contents.keep(wish, content(10));
    Sealed fresh = content(4);
    database
        .sql()
        .update(CONTENTS)
        .set(CONTENTS.EXPIRES_AT, Times.of(Instant.now().minusSeconds(1)))
        .execute();
    contents.keep(wish, fresh);

    captures.deleteExpired();

    assertThat(captures.find(instance).orElseThrow().bytes()).isEqualTo(4);
    assertThat(contents.find(instance, fresh.attempt())).isPresent();
    assertThat(database.sql().fetchCount(CONTENTS)).isEqualTo(1);
  }

  @Test
  void aWishOfWhichNothingIsLeftGoesAsWell() {
    keep(DAY);
    database
        .sql()
        .update(CAPTURES)
        .set(CAPTURES.UNTIL, Times.of(Instant.now().minus(Duration.ofDays(7)).minusSeconds(1)))
        .execute();

    captures.deleteExpired();

    assertThat(captures.find(instance)).isEmpty();
  }

  @Test
  void whoTidiesAndWhoKeepsAndWhoEndsNeverWaitInACircle() throws Exception {
    keep(DAY);
    UUID wish = wish().id();
    for (int i = 0; i < 20; i++) {
      contents.keep(wish, content(1));
    }
    database
        .sql()
        .update(CONTENTS)
        .set(CONTENTS.EXPIRES_AT, Times.of(Instant.now().minusSeconds(1)))
        .execute();
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(() -> contents.keep(wish, content(1)));
      all.add(
          () -> {
            captures.deleteExpired();
            return true;
          });
      all.add(() -> keep(DAY).isAfter(Instant.EPOCH));
    }

    Crowd.together(all);

    assertThat(captures.find(instance).orElseThrow().bytes()).isEqualTo(10);
  }

  @Test
  void anAgentThatIsDeletedTakesWhatWasKeptWithIt() {
    keep(DAY);
    contents.keep(wish().id(), content(1));

    new Lives(database.sql())
        .closing(instance, Line.of("closing", "closing", EventLevel.INFO, "It is being removed"));

    assertThat(database.sql().fetchCount(CONTENTS)).isZero();
    boolean kept =
        database
            .sql()
            .transactionResult(
                tx -> new Captures(tx.dsl()).keep(instance, KEY, Instant.now().plus(DAY)));
    assertThat(kept).isFalse();
  }

  private Instant keep(Duration time) {
    Instant until = Times.now().plus(time);
    boolean kept =
        database.sql().transactionResult(tx -> new Captures(tx.dsl()).keep(instance, KEY, until));
    assertThat(kept).isTrue();
    return until;
  }

  private void endNow() {
    database
        .sql()
        .update(CAPTURES)
        .set(CAPTURES.UNTIL, Times.of(Instant.now().minusSeconds(1)))
        .execute();
  }

  private Wish wish() {
    return captures.live().getFirst();
  }

  private Sealed content(int bytes) {
    return new Sealed(UUID.randomUUID(), instance, new byte[bytes], null, false);
  }
}
