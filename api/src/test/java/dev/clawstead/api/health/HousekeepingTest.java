package dev.clawstead.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.account.IdempotencyKeys;
import dev.clawstead.db.account.RateLimits;
import dev.clawstead.db.account.Sessions;
import dev.clawstead.db.spending.Leases;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

  @Test
  void whatAGatewayThatIsGoneHadLeasedMayBeLeasedAgain() {
    try (Database database = TestDatabase.create()) {
      Leases leases = new Leases(database.sql());
      Purse purse = new Purse(new TestRows(database.sql()).order(), null);
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      Spend everything = new Spend(1_000, Plan.FREE.tokensPerMonth());
      leases.topUp("gone", purse, today, everything);
      database.sql().execute("update leases set expires_at = now() - interval '1 second'");

      new Housekeeping(
              database,
              new IdempotencyKeys(database.sql()),
              new Sessions(database.sql()),
              new RateLimits(database.sql(), Clock.systemUTC()))
          .tidy();

      assertThat(leases.topUp("next", purse, today, everything).orElseThrow().granted())
          .isEqualTo(everything);
    }
  }
}
