package dev.clawstead.db.spending;

import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.CallKind;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of a provider, as it is recorded once and for ever.
 *
 * @param id minted before the provider is called; a second record with it is the same one
 * @param at when the budget was reserved: its UTC day is the day that pays
 */
public record Attempt(
    UUID id, Instant at, Purse purse, Request request, Target target, Result result) {

  /** The UTC day that pays. */
  public LocalDate day() {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  /**
   * What was asked.
   *
   * @param id the caller's own X-Request-ID, the same over its retries, or one of ours
   * @param trace the trace id of its traceparent
   * @param alias the model as the caller named it
   */
  public record Request(String id, @Nullable String trace, String alias, CallKind kind) {}

  /** Whom we asked, with which of its keys, and how much was reserved for it. */
  public record Target(String provider, String model, @Nullable UUID key, Spend reserved) {}

  /**
   * What came of it.
   *
   * @param estimated whether the provider did not say what it used
   * @param status the provider's HTTP status, if it answered
   * @param problem what went wrong, in words without any content
   */
  public record Result(
      AttemptOutcome outcome,
      boolean estimated,
      @Nullable Integer status,
      @Nullable String problem,
      TokenUse use,
      Spend spend,
      @Nullable Duration firstByte,
      Duration total) {}
}
