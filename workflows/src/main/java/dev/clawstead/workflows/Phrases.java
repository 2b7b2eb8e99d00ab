package dev.clawstead.workflows;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The words in which workflows tell people on call what they are doing. */
public final class Phrases {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Phrases() {}

  /** A moment of today as people say it: {@code 10:02 UTC}. */
  public static String clock(long epochMillis) {
    return CLOCK.format(Instant.ofEpochMilli(epochMillis));
  }

  /** A place in line: {@code 1st}, {@code 2nd}, {@code 11th}. */
  public static String ordinal(int place) {
    if (place % 100 >= 11 && place % 100 <= 13) {
      return place + "th";
    }
    return switch (place % 10) {
      case 1 -> place + "st";
      case 2 -> place + "nd";
      case 3 -> place + "rd";
      default -> place + "th";
    };
  }

  /** A number of things: {@code 1 cell}, {@code 3 cells}. */
  public static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
