package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.spending.Attempt.Request;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Attempt.Target;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.CallKind;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.domain.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** An agent on a database of its own that spends. */
final class SpendingStand implements AutoCloseable {

  final Database database = TestDatabase.create();
  final UUID instance = new TestRows(database.sql()).order();
  final Purse purse = new Purse(instance, null);
  final UUID account = Leases.accountOf(database.sql(), instance);
  final Caps caps = new Caps(database.sql());
  final Attempts attempts = new Attempts(database.sql());
  final LocalDate today = LocalDate.now(ZoneOffset.UTC);

  SpendingStand() {
    // Its tokens do not bound it: only caps of its owner's do.
    database.sql().update(ACCOUNTS).set(ACCOUNTS.PLAN, "enterprise").execute();
  }

  void cap(CapPeriod period, long micros) {
    caps.set(CapScope.INSTANCE, instance, period, new CapAmount(micros, null));
  }

  void spend(long micros) {
    spend("g1", Instant.now(), micros);
  }

  void spend(String gateway, Instant at, long micros) {
    attempts.record(gateway, List.of(attempt(at, micros)));
  }

  Attempt attempt(Instant at, long micros) {
    return attempt(at, purse, new Spend(micros, 1));
  }

  static Attempt attempt(Instant at, Purse purse, Spend spend) {
    return new Attempt(
        UuidV7.next(),
        at,
        purse,
        new Request("r1", null, "smart", CallKind.PERSON),
        new Target("openai", "gpt-5.1", null, spend),
        new Result(
            AttemptOutcome.DONE,
            false,
            200,
            null,
            new TokenUse(1, 0, 0, 1, 0),
            spend,
            Duration.ofMillis(1),
            Duration.ofMillis(2)));
  }

  @Override
  public void close() {
    database.close();
  }
}
