package dev.clawstead.db.usage;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jooq.Condition;

/**
 * A stretch of UTC days.
 *
 * @param until the first day that is not in it any more
 */
public record Days(LocalDate from, LocalDate until) {

  Condition holdAttempts() {
    return ATTEMPTS
        .AT
        .ge(from.atStartOfDay().atOffset(ZoneOffset.UTC))
        .and(ATTEMPTS.AT.lt(until.atStartOfDay().atOffset(ZoneOffset.UTC)));
  }
}
