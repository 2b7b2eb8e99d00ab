package dev.clawstead.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForecastTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

  private final SortedMap<LocalDate, Spend> daily = new TreeMap<>();

  @Test
  void whoNeverCalledWillHaveSpentNothing() {
    assertThat(Forecast.of(daily, TODAY)).isEqualTo(Spend.NONE);
  }

  @Test
  void theDaysLeftCostWhatTheLastSevenActiveDaysDid() {
    for (int day = 1; day <= 10; day++) {
      // The three oldest ones are dearer, and older than the last seven.
      spend("2026-11-%02d".formatted(day), day <= 3 ? 9_000 : 70);
    }

    assertThat(Forecast.of(daily, TODAY))
        .isEqualTo(new Spend(3 * 9_000 + 7 * 70 + 10 * 70, 3 * 90_000 + 7 * 700 + 10 * 700));
  }

  @Test
  void todayCountsAsSpentButSaysNothingOfADay() {
    spend("2026-11-19", 100);
    spend("2026-11-20", 1);

    assertThat(Forecast.of(daily, TODAY).micros()).isEqualTo(100 + 1 + 10 * 100);
  }

  @Test
  void onTheFirstActiveDayTodayIsAllThereIs() {
    spend("2026-11-20", 5);

    assertThat(Forecast.of(daily, TODAY).micros()).isEqualTo(5 + 10 * 5);
  }

  @Test
  void daysOfTheMonthBeforeSayWhatADayCostsButAreNotOfThisMonth() {
    spend("2026-10-25", 100);

    assertThat(Forecast.of(daily, TODAY).micros()).isEqualTo(10 * 100);
  }

  @Test
  void whatIsLongAgoSaysNothing() {
    spend("2026-10-20", 100);

    assertThat(Forecast.of(daily, TODAY)).isEqualTo(Spend.NONE);
  }

  private void spend(String day, long micros) {
    daily.put(LocalDate.parse(day), new Spend(micros, 10 * micros));
  }
}
