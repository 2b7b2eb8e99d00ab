package dev.clawstead.domain;

import java.time.LocalDate;

/** How long a cap holds before it begins anew; days and months are those of UTC. */
public enum CapPeriod implements Word {
  DAY,
  MONTH;

  /** The first day of the period that this day lies in. */
  public LocalDate since(LocalDate day) {
    return this == DAY ? day : day.withDayOfMonth(1);
  }

  /** The first day of the next period. */
  public LocalDate resets(LocalDate day) {
    return this == DAY ? day.plusDays(1) : day.withDayOfMonth(1).plusMonths(1);
  }
}
