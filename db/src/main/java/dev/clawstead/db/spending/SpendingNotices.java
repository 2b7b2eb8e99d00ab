package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.NOTICES;
import static org.jooq.impl.DSL.noCondition;

import dev.clawstead.db.Times;
import dev.clawstead.db.mail.Mails;
import dev.clawstead.db.spending.Caps.OwnCap;
import dev.clawstead.db.spending.Spendings.Counter;
import dev.clawstead.db.spending.Spendings.Spender;
import dev.clawstead.db.spending.Spendings.Standing;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.NoticeKind;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.UuidV7;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What owners are told about their caps. A notice and its mail are made once for each cap, period
 * and share, whoever notices it first: all who do hold the cap's counter.
 */
public final class SpendingNotices {

  private static final int[] SHARES = {50, 80, 95, 100};
  private static final int ALL = 100;

  private final DSLContext sql;

  public SpendingNotices(DSLContext sql) {
    this.sql = sql;
  }

  /** What the owner of this agent was told about it, newest first, after this one. */
  public List<Notice> list(UUID account, UUID instance, @Nullable UUID after, int rows) {
    return sql.selectFrom(NOTICES)
        .where(
            NOTICES.SCOPE_ID.eq(account).or(NOTICES.INSTANCE_ID.eq(instance)),
            after == null ? noCondition() : NOTICES.ID.lt(after))
        .orderBy(NOTICES.ID.desc())
        .limit(rows)
        .fetch(
            r ->
                new Notice(
                    r.getId(),
                    r.getKind(),
                    r.getPercent(),
                    r.getScope(),
                    r.getPeriod(),
                    Times.of(r.getAt())));
  }

  /**
   * A gateway has refused a call of this purse and holds nothing that may come back: whatever cap
   * does not leave what the call needs is reached.
   *
   * @param held what the gateway has leased and not set aside
   * @param needed what the call needed at least
   */
  public void refused(Purse purse, LocalDate day, Spend held, Spend needed) {
    sql.transaction(
        config -> {
          DSLContext tx = config.dsl();
          UUID account = Leases.accountOf(tx, purse.instance());
          Plan plan = Usage.planOf(tx, purse.instance());
          Spendings spendings = new Spendings(tx);
          Map<Counter, Standing> standings = spendings.lock(Counter.all(purse, account, day));
          Whose whose = new Whose(account, purse.instance());
          spendings
              .caps(purse, account, plan, day)
              .forEach(
                  (counter, cap) -> {
                    Standing standing = standings.get(counter);
                    if (standing != null && !standing.leftOf(cap).plus(held).covers(needed)) {
                      tell(tx, whose, counter, CapAmount.of(cap), standing.spent(), ALL, plan);
                    }
                  });
        });
  }

  /** Looks at every cap of these after they have spent; their counters must be locked. */
  static void spent(DSLContext tx, Collection<Spender> spenders) {
    Spendings spendings = new Spendings(tx);
    Map<Counter, Spend> caps = spendings.caps(spenders);
    if (caps.isEmpty()) {
      return;
    }
    Map<Counter, Standing> standings = spendings.read(caps.keySet());
    for (Spender spender : spenders) {
      Whose whose = new Whose(spender.account(), spender.purse().instance());
      for (Counter counter : spender.counters()) {
        // Of several who share a cap the first is told for all.
        Spend cap = caps.remove(counter);
        Standing standing = standings.get(counter);
        if (cap != null && standing != null) {
          CapAmount amount = CapAmount.of(cap);
          int share = reached(amount.percent(standing.spent()));
          if (share > 0) {
            tell(tx, whose, counter, amount, standing.spent(), share, spender.plan());
          }
        }
      }
    }
  }

  private static int reached(int percent) {
    return IntStream.of(SHARES).filter(share -> percent >= share).max().orElse(0);
  }

  private static void tell(
      DSLContext tx,
      Whose whose,
      Counter counter,
      CapAmount cap,
      Spend spent,
      int percent,
      Plan plan) {
    // Who has heard of more has no use for less.
    if (tx.fetchExists(NOTICES, about(counter, cap).and(NOTICES.PERCENT.ge(percent)))) {
      return;
    }
    UUID id = UuidV7.next();
    NoticeKind kind = percent < ALL ? NoticeKind.SHARE : atTheCap(tx, whose, counter, plan);
    tx.insertInto(NOTICES)
        .set(NOTICES.ID, id)
        .set(NOTICES.KIND, kind.word())
        .set(NOTICES.ACCOUNT_ID, whose.account)
        .set(NOTICES.INSTANCE_ID, whose.instance)
        .set(NOTICES.SCOPE, counter.scope().shown().word())
        .set(NOTICES.SCOPE_ID, counter.id())
        .set(NOTICES.PERIOD, counter.period().word())
        .set(NOTICES.SINCE, counter.since().atStartOfDay().atOffset(ZoneOffset.UTC))
        .set(NOTICES.PERCENT, percent)
        .set(NOTICES.CAP_MICROS, cap.micros())
        .set(NOTICES.CAP_TOKENS, cap.tokens())
        .set(NOTICES.SPENT_MICROS, spent.micros())
        .set(NOTICES.SPENT_TOKENS, spent.tokens())
        .execute();
    Mails.add(tx, id, whose.account);
  }

  private static Condition about(Counter counter, CapAmount cap) {
    return NOTICES
        .SCOPE
        .eq(counter.scope().shown().word())
        .and(NOTICES.SCOPE_ID.eq(counter.id()))
        .and(NOTICES.PERIOD.eq(counter.period().word()))
        .and(NOTICES.SINCE.eq(counter.since().atStartOfDay().atOffset(ZoneOffset.UTC)))
        .and(NOTICES.CAP_MICROS.isNotDistinctFrom(cap.micros()))
        .and(NOTICES.CAP_TOKENS.isNotDistinctFrom(cap.tokens()));
  }

  /** Only a cap of the owner's own can be raised, and only as far as the plan goes. */
  private static NoticeKind atTheCap(DSLContext tx, Whose whose, Counter counter, Plan plan) {
    if (SpendingRules.of(tx, whose.instance).choice() != CapChoice.ASK) {
      return NoticeKind.REACHED;
    }
    OwnCap own = new Caps(tx).find(counter.scope(), counter.id(), counter.period());
    CapAmount amount = own == null ? CapAmount.NONE : own.on(counter.since());
    boolean helps =
        Raises.target(amount, plan).isMoreThan(amount)
            && (counter.scope() != CapScope.ACCOUNT || !planIsSpent(tx, counter, plan));
    return helps ? NoticeKind.ASK : NoticeKind.REACHED;
  }

  /** What customers' own keys served is none of what the plan includes. */
  private static boolean planIsSpent(DSLContext tx, Counter account, Plan plan) {
    if (account.period() != CapPeriod.MONTH || plan.tokensPerMonth() == 0) {
      return false;
    }
    Counter included = Counter.ofPlan(account.id(), account.since());
    Standing standing = new Spendings(tx).read(List.of(included)).get(included);
    return standing != null && standing.spent().tokens() >= plan.tokensPerMonth();
  }

  private record Whose(UUID account, UUID instance) {}

  /** A notice as its owner sees it; {@code percent} is absent where no cap is meant. */
  public record Notice(
      UUID id, String kind, @Nullable Integer percent, String scope, String period, Instant at) {}
}
