package dev.clawstead.domain;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

/**
 * What will have been spent at the month's end: what was spent in the month so far, plus the mean
 * of the last seven active days for each day that is left. A day without a call is not active,
 * today is not over and counts only where there is no other day, and what is older than {@link
 * #LOOK_BACK_DAYS} says nothing about tomorrow.
 */
public final class Forecast {

  /** How many days back an active day still counts. */
  public static final int LOOK_BACK_DAYS = 30;

  private static final int ACTIVE_DAYS = 7;

  private Forecast() {}

  /** The forecast as of this UTC day, from what was spent on each active day until now. */
  public static Spend of(SortedMap<LocalDate, Spend> daily, LocalDate today) {
    LocalDate month = today.withDayOfMonth(1);
    Spend soFar = daily.tailMap(month).values().stream().reduce(Spend.NONE, Spend::plus);
    List<Spend> active = lastActive(daily, today);
    if (active.isEmpty()) {
      return soFar;
    }
    Spend sum = active.stream().reduce(Spend.NONE, Spend::plus);
    long daysLeft = (long) today.lengthOfMonth() - today.getDayOfMonth();
    return soFar.plus(
        new Spend(
            sum.micros() * daysLeft / active.size(), sum.tokens() * daysLeft / active.size()));
  }

  private static List<Spend> lastActive(SortedMap<LocalDate, Spend> daily, LocalDate today) {
    List<Spend> before = List.copyOf(daily.subMap(today.minusDays(LOOK_BACK_DAYS), today).values());
    return before.isEmpty()
        ? List.copyOf(daily.tailMap(today).values())
        : before.subList(Math.max(0, before.size() - ACTIVE_DAYS), before.size());
  }
}
