package dev.clawstead.activities.ledger;

import static dev.clawstead.db.generated.Tables.EFFECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.activities.ledger.ProviderException.Outcome;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.effect.Effect;
import dev.clawstead.db.effect.Effects;
import dev.clawstead.db.effect.Intent;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Intent SERVER =
      new Intent("hetzner", "server", "node", "n1", "", id -> "server-" + id);

  private final Database database = TestDatabase.create();
  private final Provider provider = new Provider();
  private Duration later = Duration.ZERO;
  private final Ledger ledger =
      new Ledger(
          new Effects(database.sql()),
          ((InstantSource) () -> Instant.now().plus(later)).withZone(ZoneOffset.UTC));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void makesOnceAndKeepsWhatIsThere() {
    String id = ledger.create(SERVER, provider);

    assertThat(ledger.create(SERVER, provider)).isEqualTo(id);
    assertThat(provider.objects).hasSize(1);
  }

  @Test
  void adoptsWhatALostAnswerLeftBehind() {
    provider.next.add(Fate.DONE_BUT_LOST);
    assertThat(failure(() -> ledger.create(SERVER, provider)).isNonRetryable()).isFalse();
    assertThat(state()).isEqualTo("unresolved");

    ledger.create(SERVER, provider);

    assertThat(provider.objects).hasSize(1);
    assertThat(provider.calls).isEqualTo(1);
    assertThat(state()).isEqualTo("present");
  }

  @Test
  void callsAgainOnlyWhenALostCallCanNoLongerLand() {
    provider.next.add(Fate.NOTHING_AND_LOST);
    failure(() -> ledger.create(SERVER, provider));

    assertThat(failure(() -> ledger.create(SERVER, provider)).getType())
        .isEqualTo(Ledger.UNRESOLVED);
    assertThat(provider.calls).isEqualTo(1);
    later = Duration.ofMinutes(11);
    ledger.create(SERVER, provider);

    assertThat(provider.calls).isEqualTo(2);
    assertThat(provider.objects).hasSize(1);
  }

  @Test
  void aRefusalMayBeTriedAgainAtOnce() {
    provider.next.add(Fate.REFUSED);
    failure(() -> ledger.create(SERVER, provider));

    ledger.create(SERVER, provider);

    assertThat(provider.objects).hasSize(1);
  }

  @Test
  void aFinalRefusalEndsTheRow() {
    provider.next.add(Fate.FINAL);

    assertThat(failure(() -> ledger.create(SERVER, provider)).isNonRetryable()).isTrue();
    assertThat(state()).isEqualTo("failed");
  }

  @Test
  void aStrangerUnderOurNameIsNeverAdopted() {
    provider.next.add(Fate.TAKEN_BY_STRANGER);

    assertThat(failure(() -> ledger.create(SERVER, provider)).getType()).isEqualTo("Stranger");
    assertThat(state()).isEqualTo("failed");
  }

  @Test
  void nothingIsRemovedTwiceAndNothingThatWasNeverIntended() {
    ledger.delete("node", "n1", "server", provider);
    ledger.create(SERVER, provider);

    ledger.delete("node", "n1", "server", provider);
    ledger.delete("node", "n1", "server", provider);

    assertThat(provider.objects).isEmpty();
    assertThat(state()).isEqualTo("absent");
  }

  @Test
  void removesWhatALostAnswerLeftBehind() {
    provider.next.add(Fate.DONE_BUT_LOST);
    failure(() -> ledger.create(SERVER, provider));

    // It may have been made twice by a slow provider: only time tells.
    failure(() -> ledger.delete("node", "n1", "server", provider));
    assertThat(provider.objects).isEmpty();
    later = Duration.ofMinutes(11);
    ledger.delete("node", "n1", "server", provider);

    assertThat(state()).isEqualTo("absent");
  }

  @Test
  void aRemovalWaitsForWhatMayStillAppear() {
    provider.next.add(Fate.NOTHING_AND_LOST);
    failure(() -> ledger.create(SERVER, provider));
    failure(() -> ledger.delete("node", "n1", "server", provider));
    provider.objects.add(name());

    later = Duration.ofMinutes(11);
    ledger.delete("node", "n1", "server", provider);

    assertThat(provider.objects).isEmpty();
  }

  @Test
  void whatIsBeingRemovedIsNotMade() {
    provider.next.add(Fate.NOTHING_AND_LOST);
    failure(() -> ledger.create(SERVER, provider));
    failure(() -> ledger.delete("node", "n1", "server", provider));

    assertThat(failure(() -> ledger.create(SERVER, provider)).getType()).isEqualTo(Ledger.ENDING);
  }

  private static ApplicationFailure failure(ThrowingCallable call) {
    var thrown = new ArrayList<ApplicationFailure>();
    assertThatThrownBy(call).isInstanceOfSatisfying(ApplicationFailure.class, thrown::add);
    return thrown.getFirst();
  }

  private String state() {
    return database.sql().fetchSingle(EFFECTS).getState();
  }

  private String name() {
    return database.sql().fetchSingle(EFFECTS).getName();
  }

  private enum Fate {
    DONE_BUT_LOST,
    NOTHING_AND_LOST,
    REFUSED,
    FINAL,
    TAKEN_BY_STRANGER
  }

  /** A provider whose objects are their names, with scripted faults. */
  private static final class Provider implements Outside {
    final Deque<Fate> next = new ArrayDeque<>();
    final List<String> objects = new ArrayList<>();
    int calls;
    private boolean stranger;

    @Override
    public Duration landsWithin() {
      return Duration.ofMinutes(10);
    }

    @Override
    public Duration appearsWithin() {
      return Duration.ofMinutes(10);
    }

    @Override
    public Optional<String> find(Effect row) throws ProviderException {
      if (stranger) {
        throw new ProviderException(
            Outcome.TAKEN, ApplicationFailure.newNonRetryableFailure("not ours", "Stranger"));
      }
      return objects.stream().filter(row.name()::equals).findFirst();
    }

    @Override
    public boolean exists(String externalId) {
      return objects.contains(externalId);
    }

    @Override
    public String make(Effect row) throws ProviderException {
      calls++;
      Fate fate = next.poll();
      if (fate == null || fate == Fate.DONE_BUT_LOST) {
        objects.add(row.name());
      }
      if (fate == null) {
        return row.name();
      }
      stranger = fate == Fate.TAKEN_BY_STRANGER;
      Outcome outcome =
          switch (fate) {
            case DONE_BUT_LOST, NOTHING_AND_LOST -> Outcome.UNKNOWN;
            case REFUSED -> Outcome.REFUSED;
            case FINAL -> Outcome.FINAL;
            case TAKEN_BY_STRANGER -> Outcome.TAKEN;
          };
      throw new ProviderException(
          outcome,
          outcome == Outcome.FINAL
              ? ApplicationFailure.newNonRetryableFailure("no", "No")
              : ApplicationFailure.newFailure("lost", "Lost"));
    }

    @Override
    public void remove(String externalId) {
      objects.remove(externalId);
    }
  }
}
