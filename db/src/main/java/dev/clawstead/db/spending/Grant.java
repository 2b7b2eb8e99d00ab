package dev.clawstead.db.spending;

import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway got of a purse's budget.
 *
 * @param granted at most what was asked for, nothing where a cap is reached
 * @param left what others may still lease; {@link Spend#UNBOUNDED} where there is no cap
 * @param tightest the period of the cap that leaves the least; absent where there is none
 * @param held whether gateways hold some of what is not left, which may come back
 */
public record Grant(
    UUID account,
    Plan plan,
    Spend granted,
    Spend left,
    @Nullable CapPeriod tightest,
    boolean held) {}
