package dev.clawstead.db.spending;

import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway got of a purse's budget.
 *
 * @param granted at most what was asked for, nothing where a cap is reached
 * @param left what others may still lease; {@link Spend#UNBOUNDED} where there is no cap
 * @param tightest the period of the cap that leaves the least; absent where there is none
 * @param held whether gateways hold some of what is not left, which may come back
 * @param lease what the gateway has leased by now and was not recorded as spent
 * @param conduct how its owner wants it spent
 */
public record Grant(
    UUID account,
    Plan plan,
    Spend granted,
    Spend left,
    @Nullable CapPeriod tightest,
    boolean held,
    Spend lease,
    Conduct conduct) {

  /** From this share of the tightest cap on the cheaper model serves. */
  static final double CHEAPER_FROM = 0.8;

  /**
   * How the budget is to be spent.
   *
   * @param cheaper the alias that serves once {@code untilCheaper} is spent; absent where the owner
   *     wants none
   * @param pausedUntil until when nothing is to be spent
   */
  public record Conduct(
      @Nullable String cheaper, Spend untilCheaper, @Nullable Instant pausedUntil) {

    static Conduct of(SpendingRules rules, Spend untilCheaper) {
      return new Conduct(rules.cheaperAlias(), untilCheaper, rules.pausedUntil());
    }
  }
}
