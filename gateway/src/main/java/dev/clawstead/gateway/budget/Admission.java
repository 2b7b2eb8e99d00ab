package dev.clawstead.gateway.budget;

import dev.clawstead.domain.Plan;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to a wish to spend. */
public sealed interface Admission {

  /** It may: this much is set aside, and has to be settled. */
  record Granted(Reservation reservation) implements Admission {}

  /**
   * A cap is reached.
   *
   * @param resets the UTC day on which it begins anew; absent when it is not known
   */
  record Capped(@Nullable LocalDate resets) implements Admission {}

  /** Its owner, or the rule that he chose, lets it spend nothing for now. */
  record Paused() implements Admission {}

  /** Nobody can say at the moment; asking again in a second is worth it. */
  record Unavailable(String why) implements Admission {}

  /**
   * Who pays.
   *
   * @param cheaper the alias that the owner wants calls to be served under by now; absent for the
   *     one that they ask for
   */
  record Payer(UUID account, Plan plan, @Nullable String cheaper) {}
}
