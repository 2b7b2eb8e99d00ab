package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.AUDIT;
import static dev.clawstead.db.generated.Tables.NOTICES;
import static dev.clawstead.db.generated.Tables.RAISES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.Times;
import dev.clawstead.db.spending.Raises.Raise;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Plan;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RaisesTest {

  private static final byte[] HASH = new byte[32];

  private final SpendingStand stand = new SpendingStand();
  private final Raises raises = new Raises(stand.database.sql());

  @BeforeEach
  void ask() {
    stand.cap(CapPeriod.MONTH, 1_000);
    SpendingRules.set(stand.database.sql(), stand.instance, CapChoice.ASK, null, false);
    stand.spend(1_000);
    UUID notice = stand.database.sql().fetchSingle(NOTICES).getId();
    raises.offer(notice, HASH);
    raises.offer(notice, HASH);
  }

  @AfterEach
  void close() {
    stand.close();
  }

  @Test
  void lookingChangesNothing() {
    Raise seen = raises.find(HASH).orElseThrow();

    assertThat(seen.done()).isFalse();
    assertThat(seen.cap()).isEqualTo(new CapAmount(1_000L, null));
    assertThat(seen.to()).isEqualTo(new CapAmount(1_500L, null));
    assertThat(seen.spent().micros()).isEqualTo(1_000);
    assertThat(seen.agentName()).isEqualTo("Ada");
    assertThat(raises.find(HASH)).contains(seen);
  }

  @Test
  void manyWhoPressTheButtonAtOnceRaiseOnce() throws Exception {
    Crowd.together(Collections.nCopies(8, () -> raises.raise(HASH).orElseThrow()));

    Raise seen = raises.find(HASH).orElseThrow();
    assertThat(seen.done()).isTrue();
    assertThat(seen.cap()).isEqualTo(new CapAmount(1_500L, null));
    assertThat(stand.database.sql().fetchCount(AUDIT)).isEqualTo(1);
  }

  @Test
  void whatTheOwnerRaisedFurtherIsNotLowered() {
    stand.caps.raise(
        CapScope.INSTANCE,
        stand.instance,
        CapPeriod.MONTH,
        new CapAmount(9_000L, null),
        stand.today);

    assertThat(raises.raise(HASH).orElseThrow().cap()).isEqualTo(new CapAmount(9_000L, null));
  }

  @Test
  void aLinkEndsWithItsMonthAndAnUnknownOneIsNone() {
    assertThat(raises.find(new byte[] {9})).isEmpty();
    stand
        .database
        .sql()
        .update(RAISES)
        .set(RAISES.EXPIRES_AT, Times.of(Instant.now().minusSeconds(1)))
        .execute();

    assertThat(raises.find(HASH)).isEmpty();
    assertThat(raises.raise(HASH)).isEmpty();
  }

  @Test
  void theButtonNeverRaisesAboveWhatThePlanIncludes() {
    CapAmount to = Raises.target(new CapAmount(10L, 90_000L), Plan.FREE);

    assertThat(to).isEqualTo(new CapAmount(15L, Plan.FREE.tokensPerMonth()));
  }
}
