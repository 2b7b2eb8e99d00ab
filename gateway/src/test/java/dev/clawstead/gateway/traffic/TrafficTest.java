package dev.clawstead.gateway.traffic;

import static dev.clawstead.db.generated.Tables.RATE_SHARES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.rate.RateShares;
import dev.clawstead.domain.CallKind;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.RateLimit;
import dev.clawstead.gateway.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrafficTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Database database = TestDatabase.create();
  private final UUID instance = new TestRows(database.sql()).order();
  private final Traffic one = gateway("one", new RateLimit(60_000, 1_000_000, 10));
  private final Traffic two = gateway("two", new RateLimit(60_000, 1_000_000, 10));

  @AfterEach
  void close() {
    one.close();
    two.close();
    database.close();
  }

  @Test
  void allGatewaysTogetherLetInNoMoreThanTheLimit() {
    List<Turn> first = enter(one, 10);
    Wait.until(() -> begun(first) == 10);

    List<Turn> second = enter(two, 10);
    Wait.until(() -> partsOf("two") == 50);
    // The first one has its ten at work still; only those that end make no room for new ones.
    List<Turn> third = enter(one, 10);
    first.subList(0, 5).forEach(Turn::leave);
    Wait.until(() -> begun(second) == 5);
    assertThat(begun(third)).isZero();

    first.subList(5, 10).forEach(Turn::leave);
    Wait.until(() -> begun(third) == 5);
    assertThat(begun(second)).isEqualTo(5);
  }

  @Test
  void whatAGatewayThatEndsLeavesAnotherTakes() {
    List<Turn> first = enter(one, 1);
    Wait.until(() -> begun(first) == 1);
    Turn waiting = two.enter(instance, null, Plan.FREE, CallKind.PERSON);
    one.close();

    Wait.until(() -> waiting.admitted().isDone() && partsOf("two") == 100);
  }

  @Test
  void withoutPostgresqlAGatewayGoesOnWithWhatItHas() {
    List<Turn> first = enter(one, 1);
    Wait.until(() -> begun(first) == 1);
    database.close();

    assertThat(begun(enter(one, 3))).isEqualTo(3);
  }

  @Test
  void whoeverCannotBeServedInTimeIsTold() {
    Traffic hasty = new Traffic("hasty", new RateShares(database.sql()), Duration.ofMillis(100));
    hasty.limits(Map.of(Plan.FREE, new RateLimit(60, 1_000, 1)));
    hasty.enter(instance, null, Plan.FREE, CallKind.PERSON);

    assertThat(hasty.enter(instance, null, Plan.FREE, CallKind.PERSON).admitted().join()).isFalse();

    hasty.close();
  }

  private Traffic gateway(String name, RateLimit limit) {
    Traffic traffic = new Traffic(name, new RateShares(database.sql()), PATIENCE);
    traffic.limits(Map.of(Plan.FREE, limit));
    return traffic;
  }

  private List<Turn> enter(Traffic traffic, int calls) {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      turns.add(traffic.enter(instance, null, Plan.FREE, CallKind.PERSON));
    }
    return turns;
  }

  private static long begun(List<Turn> turns) {
    return turns.stream().filter(turn -> turn.state() == Turn.State.AT_WORK).count();
  }

  private int partsOf(String gateway) {
    return database
        .sql()
        .select(RATE_SHARES.PARTS)
        .from(RATE_SHARES)
        .where(RATE_SHARES.GATEWAY.eq(gateway))
        .fetchOptional(RATE_SHARES.PARTS)
        .orElse(0);
  }
}
