package dev.clawstead.db.rate;

import static dev.clawstead.db.generated.Tables.RATE_SHARES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.sum;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.RateLimit;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateSharesTest {

  private final Database database = TestDatabase.create();
  private final RateShares shares = new RateShares(database.sql());
  private final UUID instance = new TestRows(database.sql()).order();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aGatewayAloneHasAllOfIt() {
    assertThat(shares.take("g1", instance)).isEqualTo(100);
    assertThat(shares.take("g1", instance)).isEqualTo(100);
    assertThat(shares.due("g1")).isEmpty();
  }

  @Test
  void oneThatComesLaterGetsItsPartOnceTheOtherHasMadeRoom() {
    shares.take("g1", instance);

    assertThat(shares.take("g2", instance)).isZero();
    assertThat(shares.due("g1")).containsExactly(instance);
    assertThat(shares.take("g1", instance)).isEqualTo(50);
    assertThat(shares.due("g2")).containsExactly(instance);
    assertThat(shares.take("g2", instance)).isEqualTo(50);
    assertThat(shares.due("g1")).isEmpty();
    assertThat(shares.due("g2")).isEmpty();
  }

  @Test
  void whatOneLeavesTheOtherTakes() {
    shares.take("g1", instance);
    shares.take("g2", instance);
    shares.take("g1", instance);
    shares.take("g2", instance);

    shares.release("g2", List.of(instance));

    assertThat(shares.due("g1")).containsExactly(instance);
    assertThat(shares.take("g1", instance)).isEqualTo(100);
  }

  @Test
  void oneThatIsGoneLosesItsPartAndOneThatRenewsKeepsIt() {
    shares.take("gone", instance);
    expire("gone");
    assertThat(shares.take("g1", instance)).isEqualTo(100);
    expire("g1");

    shares.renew("g1", List.of(instance));

    assertThat(shares.take("g2", instance)).isZero();
  }

  @Test
  void manyAtOnceNeverHaveMoreThanTheWhole() throws Exception {
    List<Callable<Integer>> all = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      for (int gateway = 0; gateway < 6; gateway++) {
        String name = "g" + gateway;
        all.add(
            () -> {
              shares.take(name, instance);
              return whole();
            });
      }
    }
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<Integer> seen : threads.invokeAll(all)) {
        assertThat(seen.get()).isLessThanOrEqualTo(100);
      }
    }
    for (int gateway = 0; gateway < 6; gateway++) {
      shares.take("g" + gateway, instance);
    }
    assertThat(whole()).isBetween(90, 100);
  }

  @Test
  void aPlansRatesCanBeChanged() {
    PlanRates rates = new PlanRates(database.sql());
    assertThat(rates.all()).containsKeys(Plan.values());

    rates.set(Plan.FREE, new RateLimit(1, 2, 3));

    assertThat(rates.all()).containsEntry(Plan.FREE, new RateLimit(1, 2, 3));
  }

  private int whole() {
    return database
        .sql()
        .select(sum(RATE_SHARES.PARTS))
        .from(RATE_SHARES)
        .fetchSingle()
        .value1()
        .intValue();
  }

  private void expire(String gateway) {
    database
        .sql()
        .update(RATE_SHARES)
        .set(RATE_SHARES.EXPIRES_AT, OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(1))
        .where(RATE_SHARES.GATEWAY.eq(gateway))
        .execute();
  }
}
