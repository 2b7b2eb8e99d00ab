package dev.clawstead.db.spending;

import dev.clawstead.domain.Spend;
import org.jspecify.annotations.Nullable;

/** How much may be spent, in either unit; null where that unit is not bounded. */
public record CapAmount(@Nullable Long micros, @Nullable Long tokens) {

  /** No bound at all. */
  public static final CapAmount NONE = new CapAmount(null, null);

  static CapAmount of(Spend cap) {
    return new CapAmount(
        cap.micros() == Spend.UNBOUNDED.micros() ? null : cap.micros(),
        cap.tokens() == Spend.UNBOUNDED.tokens() ? null : cap.tokens());
  }

  /** Whether neither unit is bounded. */
  public boolean isNone() {
    return micros == null && tokens == null;
  }

  /** These bounds, and the other's where there is none here. */
  CapAmount or(CapAmount otherwise) {
    return new CapAmount(
        micros == null ? otherwise.micros : micros, tokens == null ? otherwise.tokens : tokens);
  }

  /** Where there is no bound, more than anybody spends. */
  Spend spend() {
    return new Spend(
        micros == null ? Spend.UNBOUNDED.micros() : micros,
        tokens == null ? Spend.UNBOUNDED.tokens() : tokens);
  }

  /** Whether it bounds what the other bounds, and leaves more of it. */
  public boolean isMoreThan(CapAmount other) {
    return isMore(micros, other.micros) || isMore(tokens, other.tokens);
  }

  private static boolean isMore(@Nullable Long one, @Nullable Long other) {
    return one != null && other != null && one > other;
  }

  /** How much of it this is, in hundredths, in the unit of which more is spent. */
  int percent(Spend spent) {
    return (int)
        Math.min(
            Integer.MAX_VALUE,
            Math.max(percent(spent.micros(), micros), percent(spent.tokens(), tokens)));
  }

  private static double percent(long spent, @Nullable Long of) {
    if (of == null) {
      return 0;
    }
    return of == 0 ? 100 : Math.floor(100.0 * spent / of);
  }
}
