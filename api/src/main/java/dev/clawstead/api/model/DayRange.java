package dev.clawstead.api.model;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.db.usage.Days;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** The days that usage is asked for. */
final class DayRange {

  private static final int DAYS_MAX = 366;

  private DayRange() {}

  /** What is left out is the first of this month, or tomorrow. */
  static Days of(@Nullable LocalDate from, @Nullable LocalDate until, LocalDate today) {
    LocalDate first = from == null ? today.withDayOfMonth(1) : from;
    LocalDate end = until == null ? today.plusDays(1) : until;
    if (!end.isAfter(first)) {
      throw ProblemException.on(Kind.MALFORMED, "until", "must be after from");
    }
    if (end.isAfter(first.plusDays(DAYS_MAX))) {
      throw ProblemException.on(
          Kind.MALFORMED, "until", "must be at most " + DAYS_MAX + " days after from");
    }
    return new Days(first, end);
  }
}
