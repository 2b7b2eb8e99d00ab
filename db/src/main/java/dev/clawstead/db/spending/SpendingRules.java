package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.SPENDING_RULES;

import dev.clawstead.db.Times;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.Word;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's owner decided about its spending.
 *
 * @param cheaperAlias there with {@link CapChoice#CHEAPER} and only then
 * @param pauseOnAnomaly whether calls are refused for an hour after one that cost far too much
 * @param pausedUntil until when they are refused for that; may be over
 */
public record SpendingRules(
    CapChoice choice,
    @Nullable String cheaperAlias,
    boolean pauseOnAnomaly,
    @Nullable Instant pausedUntil) {

  /** What holds for an agent whose owner decided nothing. */
  public static final SpendingRules STANDARD = new SpendingRules(CapChoice.STOP, null, false, null);

  /** The rules of this agent. */
  public static SpendingRules of(DSLContext sql, UUID instance) {
    return sql.selectFrom(SPENDING_RULES)
        .where(SPENDING_RULES.INSTANCE_ID.eq(instance))
        .fetchOptional(
            row ->
                new SpendingRules(
                    Word.of(CapChoice.class, row.getChoice()),
                    row.getCheaperAlias(),
                    row.getPauseOnAnomaly(),
                    Times.orNull(row.getPausedUntil())))
        .orElse(STANDARD);
  }

  /** Decides anew; a pause that is under way goes on. */
  public static void set(
      DSLContext tx,
      UUID instance,
      CapChoice choice,
      @Nullable String cheaperAlias,
      boolean pauseOnAnomaly) {
    Caps.lockVersion(tx);
    tx.insertInto(SPENDING_RULES)
        .set(SPENDING_RULES.INSTANCE_ID, instance)
        .set(SPENDING_RULES.CHOICE, choice.word())
        .set(SPENDING_RULES.CHEAPER_ALIAS, cheaperAlias)
        .set(SPENDING_RULES.PAUSE_ON_ANOMALY, pauseOnAnomaly)
        .onConflict(SPENDING_RULES.INSTANCE_ID)
        .doUpdate()
        .set(SPENDING_RULES.CHOICE, choice.word())
        .set(SPENDING_RULES.CHEAPER_ALIAS, cheaperAlias)
        .set(SPENDING_RULES.PAUSE_ON_ANOMALY, pauseOnAnomaly)
        .execute();
  }

  /** Refuses calls until then, or, with null, not any more. */
  public static void pause(DSLContext tx, UUID instance, @Nullable Instant until) {
    Caps.lockVersion(tx);
    tx.update(SPENDING_RULES)
        .set(SPENDING_RULES.PAUSED_UNTIL, until == null ? null : Times.of(until))
        .where(SPENDING_RULES.INSTANCE_ID.eq(instance))
        .execute();
  }
}
