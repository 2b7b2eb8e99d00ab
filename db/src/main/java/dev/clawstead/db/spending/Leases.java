package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.LEASES;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.Columns;
import dev.clawstead.db.generated.tables.records.LeasesRecord;
import dev.clawstead.db.spending.Grant.Conduct;
import dev.clawstead.db.spending.Spendings.Counter;
import dev.clawstead.db.spending.Spendings.Spender;
import dev.clawstead.db.spending.Spendings.Standing;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.Word;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;

/**
 * The parts of budgets that gateways hold, so that they decide a call without asking here. What is
 * leased comes off the cap like what is spent: all gateways together never have more than is left.
 */
public final class Leases {

  /** Longer than PostgreSQL is ever away: until then nobody else may spend it. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  private static final String TAKEN = "taken";
  private static final Columns<Map.Entry<Spender, Spend>> PARTS =
      new Columns<Map.Entry<Spender, Spend>>()
          .with(LEASES.INSTANCE_ID, part -> part.getKey().purse().instance())
          .with(LEASES.KEY_ID, part -> part.getKey().purse().key())
          .with(LEASES.DAY, part -> part.getKey().day())
          .with(LEASES.OWN, part -> part.getKey().purse().own())
          .with(LEASES.MICROS, part -> part.getValue().micros())
          .with(LEASES.TOKENS, part -> part.getValue().tokens());

  private final DSLContext sql;

  public Leases(DSLContext sql) {
    this.sql = sql;
  }

  /**
   * Adds to the gateway's lease of this day as much of what it asks for as every cap leaves.
   *
   * @return empty when there is no such instance
   */
  public Optional<Grant> topUp(String gateway, Purse purse, LocalDate day, Spend asked) {
    return sql.transactionResult(
        config -> {
          DSLContext tx = config.dsl();
          return tx.select(ACCOUNTS.ID, ACCOUNTS.PLAN)
              .from(INSTANCES)
              .join(ACCOUNTS)
              .on(ACCOUNTS.ID.eq(INSTANCES.ACCOUNT_ID))
              .where(INSTANCES.ID.eq(purse.instance()))
              .fetchOptional()
              .map(
                  row ->
                      grant(
                          tx,
                          new Ask(gateway, purse, day, asked),
                          row.value1(),
                          Word.of(Plan.class, row.value2())));
        });
  }

  private static Grant grant(DSLContext tx, Ask ask, UUID account, Plan plan) {
    Spendings spendings = new Spendings(tx);
    List<Counter> counters = Counter.all(ask.purse, account, ask.day);
    Map<Counter, Standing> standings = spendings.lock(counters);
    Spend left = Spend.UNBOUNDED;
    Spend untilCheaper = Spend.UNBOUNDED;
    CapPeriod tightest = null;
    boolean reached = false;
    boolean held = false;
    Spend own = held(tx, lease(ask.gateway, ask.purse, ask.day));
    for (var cap : spendings.caps(ask.purse, account, plan, ask.day).entrySet()) {
      Standing standing = standings.get(cap.getKey());
      Spend ofThis = standing == null ? cap.getValue() : standing.leftOf(cap.getValue());
      boolean isReached = ofThis.micros() <= 0 || ofThis.tokens() <= 0;
      // Of several that are reached the one counts that begins anew last.
      boolean tighter =
          reached
              ? isReached && cap.getKey().period() == CapPeriod.MONTH
              : isReached || !ofThis.covers(left);
      if (tighter) {
        tightest = cap.getKey().period();
        held = standing != null && !standing.leased().equals(own);
      }
      reached |= isReached;
      left = left.atMost(ofThis);
      untilCheaper = untilCheaper.atMost(untilCheaper(cap.getValue(), standing));
    }
    left = left.atLeast(Spend.NONE);
    // One unit without the other buys nothing, unless none of the other is asked for.
    boolean moneyIsOut = left.micros() == 0 && ask.amount.micros() > 0;
    Spend granted = moneyIsOut || left.tokens() == 0 ? Spend.NONE : ask.amount.atMost(left);
    if (!granted.equals(Spend.NONE)) {
      spendings.add(counters, Spend.NONE, granted);
      add(tx, ask, granted);
    }
    Conduct conduct =
        Conduct.of(SpendingRules.of(tx, ask.purse.instance()), untilCheaper.atLeast(Spend.NONE));
    return new Grant(
        account, plan, granted, left.minus(granted), tightest, held, own.plus(granted), conduct);
  }

  /** What is spent counts, not what is set aside: most of that comes back. */
  private static Spend untilCheaper(Spend cap, @Nullable Standing standing) {
    Spend from =
        new Spend(
            (long) (cap.micros() * Grant.CHEAPER_FROM), (long) (cap.tokens() * Grant.CHEAPER_FROM));
    return standing == null ? from : from.minus(standing.spent());
  }

  private static void add(DSLContext tx, Ask ask, Spend granted) {
    var expires = currentOffsetDateTime().add(DayToSecond.valueOf(LIFETIME));
    tx.insertInto(LEASES)
        .set(LEASES.GATEWAY, ask.gateway)
        .set(LEASES.INSTANCE_ID, ask.purse.instance())
        .set(LEASES.KEY_ID, ask.purse.key())
        .set(LEASES.DAY, ask.day)
        .set(LEASES.OWN, ask.purse.own())
        .set(LEASES.MICROS, granted.micros())
        .set(LEASES.TOKENS, granted.tokens())
        .set(LEASES.EXPIRES_AT, expires)
        .onConflict(LEASES.GATEWAY, LEASES.INSTANCE_ID, LEASES.KEY_ID, LEASES.DAY, LEASES.OWN)
        .doUpdate()
        .set(LEASES.MICROS, LEASES.MICROS.plus(granted.micros()))
        .set(LEASES.TOKENS, LEASES.TOKENS.plus(granted.tokens()))
        .set(LEASES.EXPIRES_AT, expires)
        .execute();
  }

  /** Gives back what the gateway does not need; more than it has is taken for all of it. */
  public void giveBack(String gateway, Purse purse, LocalDate day, Spend amount) {
    sql.transaction(
        config -> giveBack(config.dsl(), purse, day, lease(gateway, purse, day), amount));
  }

  /**
   * Gives back everything that this gateway still holds. Only for one that has recorded every
   * attempt of its journal and begins anew.
   */
  public void giveBackAll(String gateway) {
    giveBackEach(LEASES.GATEWAY.eq(gateway));
  }

  /**
   * Gives back what was not renewed in time: its gateway is gone, and its journal with it. What it
   * spent and did not tell is lost to us.
   *
   * @return how many leases there were
   */
  public int giveBackExpired() {
    return giveBackEach(LEASES.EXPIRES_AT.lt(currentOffsetDateTime()));
  }

  private int giveBackEach(Condition which) {
    List<LeasesRecord> leases = sql.selectFrom(LEASES).where(which).fetch();
    for (LeasesRecord found : leases) {
      Purse purse = new Purse(found.getInstanceId(), found.getKeyId(), found.getOwn());
      // Asked again under the lock: a gateway may have come back meanwhile.
      Condition still = lease(found.getGateway(), purse, found.getDay()).and(which);
      sql.transaction(
          config -> giveBack(config.dsl(), purse, found.getDay(), still, Spend.UNBOUNDED));
    }
    return leases.size();
  }

  private static void giveBack(
      DSLContext tx, Purse purse, LocalDate day, Condition lease, Spend amount) {
    List<Counter> counters = Counter.all(purse, accountOf(tx, purse.instance()), day);
    Spendings spendings = new Spendings(tx);
    spendings.lock(counters);
    Spend taken = take(tx, lease, amount);
    spendings.add(counters, Spend.NONE, Spend.NONE.minus(taken));
  }

  /** Takes up to this amount off a lease; the counters must be locked. Returns what it took. */
  private static Spend take(DSLContext tx, Condition lease, Spend amount) {
    @Nullable LeasesRecord found = tx.selectFrom(LEASES).where(lease).forUpdate().fetchOne();
    if (found == null) {
      return Spend.NONE;
    }
    Spend held = new Spend(found.getMicros(), found.getTokens());
    Spend taken = amount.atMost(held);
    Spend rest = held.minus(taken);
    if (rest.equals(Spend.NONE)) {
      tx.deleteFrom(LEASES).where(lease).execute();
    } else {
      tx.update(LEASES)
          .set(LEASES.MICROS, rest.micros())
          .set(LEASES.TOKENS, rest.tokens())
          .where(lease)
          .execute();
    }
    return taken;
  }

  /**
   * Takes from the leases of one gateway what was spent of them, as far as they go; the counters
   * must be locked. Returns what it took, nothing for those that had no lease.
   */
  static Map<Spender, Spend> take(DSLContext tx, String gateway, Map<Spender, Spend> spent) {
    Map<Spender.OfDay, Spend> held = new HashMap<>();
    tx.selectFrom(LEASES)
        .where(
            LEASES.GATEWAY.eq(gateway),
            LEASES.INSTANCE_ID.eq(
                any(
                    spent.keySet().stream()
                        .map(spender -> spender.purse().instance())
                        .distinct()
                        .toArray(UUID[]::new))))
        .orderBy(LEASES.INSTANCE_ID, LEASES.KEY_ID, LEASES.DAY, LEASES.OWN)
        .forUpdate()
        .forEach(
            row ->
                held.put(
                    new Spender.OfDay(
                        new Purse(row.getInstanceId(), row.getKeyId(), row.getOwn()), row.getDay()),
                    new Spend(row.getMicros(), row.getTokens())));
    Map<Spender, Spend> taken = new HashMap<>();
    spent.forEach(
        (spender, sum) -> {
          Spend of = held.get(spender.ofDay());
          if (of != null) {
            taken.put(spender, sum.atMost(of));
          }
        });
    reduce(tx, gateway, taken);
    return taken;
  }

  private static void reduce(DSLContext tx, String gateway, Map<Spender, Spend> taken) {
    if (taken.isEmpty()) {
      return;
    }
    tx.update(LEASES)
        .set(LEASES.MICROS, LEASES.MICROS.minus(Columns.of(TAKEN, LEASES.MICROS)))
        .set(LEASES.TOKENS, LEASES.TOKENS.minus(Columns.of(TAKEN, LEASES.TOKENS)))
        .from(PARTS.table(TAKEN, taken.entrySet()))
        .where(
            LEASES.GATEWAY.eq(gateway),
            LEASES.INSTANCE_ID.eq(Columns.of(TAKEN, LEASES.INSTANCE_ID)),
            LEASES.KEY_ID.isNotDistinctFrom(Columns.of(TAKEN, LEASES.KEY_ID)),
            LEASES.DAY.eq(Columns.of(TAKEN, LEASES.DAY)),
            LEASES.OWN.eq(Columns.of(TAKEN, LEASES.OWN)))
        .execute();
    tx.deleteFrom(LEASES)
        .where(LEASES.GATEWAY.eq(gateway), LEASES.MICROS.eq(0L), LEASES.TOKENS.eq(0L))
        .execute();
  }

  private static Spend held(DSLContext tx, Condition lease) {
    return tx.selectFrom(LEASES)
        .where(lease)
        .fetchOptional()
        .map(row -> new Spend(row.getMicros(), row.getTokens()))
        .orElse(Spend.NONE);
  }

  private static Condition lease(String gateway, Purse purse, LocalDate day) {
    return LEASES
        .GATEWAY
        .eq(gateway)
        .and(LEASES.INSTANCE_ID.eq(purse.instance()))
        .and(LEASES.KEY_ID.isNotDistinctFrom(purse.key()))
        .and(LEASES.DAY.eq(day))
        .and(LEASES.OWN.eq(purse.own()));
  }

  static UUID accountOf(DSLContext tx, UUID instance) {
    return tx.select(INSTANCES.ACCOUNT_ID)
        .from(INSTANCES)
        .where(INSTANCES.ID.eq(instance))
        .fetchOptional(INSTANCES.ACCOUNT_ID)
        .orElseThrow(() -> new IllegalArgumentException("there is no instance " + instance));
  }

  private record Ask(String gateway, Purse purse, LocalDate day, Spend amount) {}
}
