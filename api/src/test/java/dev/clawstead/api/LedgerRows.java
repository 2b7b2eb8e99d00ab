package dev.clawstead.api;

import dev.clawstead.db.Database;
import dev.clawstead.db.spending.Attempt;
import dev.clawstead.db.spending.Attempt.Request;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Attempt.Target;
import dev.clawstead.db.spending.Attempts;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.CallKind;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.domain.UuidV7;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts attempts into the ledger as a gateway would. */
record LedgerRows(Database database) {

  static final Spend SPEND = new Spend(400, 300);

  /** An attempt that was answered, at this time. */
  Attempt done(UUID instance, Instant at) {
    return record(attempt(instance, at, "r-1", null, AttemptOutcome.DONE, SPEND));
  }

  Attempt record(Attempt attempt) {
    new Attempts(database.sql()).record("g1", List.of(attempt));
    return attempt;
  }

  static Attempt attempt(
      UUID instance,
      Instant at,
      String request,
      @Nullable UUID providerKey,
      AttemptOutcome outcome,
      Spend spend) {
    return new Attempt(
        UuidV7.next(),
        at,
        new Purse(instance, null),
        new Request(request, null, "smart", CallKind.PERSON),
        new Target("openai", "gpt-5.1", providerKey, new Spend(900, 900)),
        new Result(
            outcome,
            false,
            outcome == AttemptOutcome.DONE ? 200 : 500,
            outcome == AttemptOutcome.DONE ? null : "500 server_error",
            new TokenUse(100, 20, 0, 30, 5),
            spend,
            Duration.ofMillis(3),
            Duration.ofMillis(9)));
  }
}
