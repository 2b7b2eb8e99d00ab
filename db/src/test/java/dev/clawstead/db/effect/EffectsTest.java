package dev.clawstead.db.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.domain.EffectState;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EffectsTest {

  private static final Intent SERVER =
      new Intent("hetzner", "server", "node", "n1", "", id -> "server-" + id);

  private final Database database = TestDatabase.create();
  private final Effects effects = new Effects(database.sql());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void manyIntentsOfOneOwnerAreOneRow() throws Exception {
    List<Callable<Effect>> intents = Collections.nCopies(16, () -> effects.intend(SERVER));

    List<Effect> rows = Crowd.together(intents);

    assertThat(rows.stream().map(Effect::id).distinct()).hasSize(1);
    assertThat(rows.getFirst().name()).isEqualTo("server-" + rows.getFirst().id());
    assertThat(rows.getFirst().state()).isEqualTo(EffectState.INTENDED);
  }

  @Test
  void aCallIsUncertainUntilItsOutcomeIsKnown() {
    Effect row = effects.intend(SERVER);
    assertThat(row.isUncertain()).isFalse();

    effects.called(row.id());
    assertThat(open().isUncertain()).isTrue();
    assertThat(open().attempts()).isEqualTo(1);

    effects.unresolved(row.id(), "connection reset");
    assertThat(open().state()).isEqualTo(EffectState.UNRESOLVED);
    assertThat(open().isUncertain()).isTrue();

    effects.notMade(row.id(), "no such server");
    assertThat(open().isUncertain()).isFalse();

    effects.called(row.id());
    effects.present(row.id(), "42");
    assertThat(open().isUncertain()).isFalse();
    assertThat(open().externalId()).isEqualTo("42");
  }

  @Test
  void aRepeatedCallKeepsTheTimeOfTheFirst() {
    Effect row = effects.intend(SERVER);
    effects.called(row.id());
    var first = open().firstCallAt();

    effects.called(row.id());

    assertThat(open().firstCallAt()).isEqualTo(first);
  }

  @Test
  void whatIsToGoIsNeverMadeAgainUnderItsRow() {
    Effect row = effects.intend(SERVER);
    effects.deleting(row.id());

    assertThatThrownBy(() -> effects.called(row.id())).isInstanceOf(IllegalEffectException.class);
    assertThatThrownBy(() -> effects.present(row.id(), "42"))
        .isInstanceOf(IllegalEffectException.class);
  }

  @Test
  void onlyWhatIsDeletingBecomesAbsent() {
    Effect row = effects.intend(SERVER);
    assertThatThrownBy(() -> effects.absent(row.id())).isInstanceOf(IllegalEffectException.class);

    effects.deleting(row.id());
    effects.absent(row.id());
    effects.absent(row.id());

    assertThat(effects.open("node", "n1", "server")).isEmpty();
    assertThatThrownBy(() -> effects.deleting(row.id())).isInstanceOf(IllegalEffectException.class);
  }

  @Test
  void afterTheEndOfARowTheOwnerMayIntendAnew() {
    Effect first = effects.intend(SERVER);
    effects.failed(first.id(), "sold out");

    Effect second = effects.intend(SERVER);

    assertThat(second.id()).isNotEqualTo(first.id());
  }

  private Effect open() {
    return effects.open("node", "n1", "server").orElseThrow();
  }
}
