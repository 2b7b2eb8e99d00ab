package dev.clawstead.db.spending;

import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.db.generated.Tables.CAPS_VERSION;
import static dev.clawstead.db.generated.Tables.SPENDING_RULES;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import dev.clawstead.db.generated.tables.records.CapsRecord;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.domain.Word;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The caps that owners set: of an account, of one agent, of one key. */
public final class Caps {

  private final DSLContext sql;

  public Caps(DSLContext sql) {
    this.sql = sql;
  }

  /**
   * Sets a cap; {@link CapAmount#NONE} takes it away. What it was raised to this month is void,
   * unless it is the same cap as before.
   */
  public void set(CapScope scope, UUID id, CapPeriod period, CapAmount amount) {
    lockVersion(sql);
    OwnCap before = find(scope, id, period);
    if (amount.equals(before == null ? CapAmount.NONE : before.amount())) {
      return;
    }
    CapsRecord row = new CapsRecord();
    row.setMicros(amount.micros());
    row.setTokens(amount.tokens());
    row.setRaisedMicros(null);
    row.setRaisedTokens(null);
    row.setRaisedSince(null);
    sql.insertInto(CAPS)
        .set(CAPS.SCOPE, scope.word())
        .set(CAPS.SCOPE_ID, id)
        .set(CAPS.PERIOD, period.word())
        .set(row)
        .onConflict(CAPS.SCOPE, CAPS.SCOPE_ID, CAPS.PERIOD)
        .doUpdate()
        .set(row)
        .execute();
  }

  /**
   * Lets this much be spent instead, until the month of this day ends; units of which nothing is
   * said stay as they are.
   *
   * @return false when there is no such cap
   */
  public boolean raise(CapScope scope, UUID id, CapPeriod period, CapAmount to, LocalDate day) {
    lockVersion(sql);
    OwnCap cap = find(scope, id, period);
    if (cap == null || cap.amount().isNone()) {
      return false;
    }
    CapAmount raised = to.or(cap.raised(day));
    // What nobody bounded is not bounded by a raise either.
    sql.update(CAPS)
        .set(CAPS.RAISED_MICROS, cap.amount().micros() == null ? null : raised.micros())
        .set(CAPS.RAISED_TOKENS, cap.amount().tokens() == null ? null : raised.tokens())
        .set(CAPS.RAISED_SINCE, CapPeriod.MONTH.since(day))
        .where(one(scope, id, period))
        .execute();
    return true;
  }

  /**
   * Whoever changes caps or rules takes this lock first and in a transaction, so that two of them
   * wait for each other and never for ever: each row's change needs it anyway.
   */
  static void lockVersion(DSLContext tx) {
    tx.selectFrom(CAPS_VERSION).forUpdate().fetch();
  }

  /** The cap that its owner set, or null. */
  public @Nullable OwnCap find(CapScope scope, UUID id, CapPeriod period) {
    return sql.selectFrom(CAPS).where(one(scope, id, period)).fetchOne(OwnCap::of);
  }

  /** The caps of these keys, by key; keys without one are left out. */
  public Map<UUID, OwnCap> ofKeys(List<UUID> keys) {
    return sql
        .selectFrom(CAPS)
        .where(CAPS.SCOPE.eq(CapScope.KEY.word()), CAPS.SCOPE_ID.in(keys))
        .fetch(OwnCap::of)
        .stream()
        .collect(Collectors.toMap(OwnCap::id, cap -> cap, (first, second) -> first));
  }

  private static Condition one(CapScope scope, UUID id, CapPeriod period) {
    return CAPS.SCOPE.eq(scope.word()).and(CAPS.SCOPE_ID.eq(id)).and(CAPS.PERIOD.eq(period.word()));
  }

  /** What has changed since this version; a negative one asks for the version alone. */
  public Changes changesSince(long version) {
    if (version < 0) {
      return new Changes(sql.selectFrom(CAPS_VERSION).fetchSingle().getVersion(), Set.of());
    }
    // One statement sees one state: what it does not see yet has a later version.
    var rows =
        select(CAPS.SCOPE_ID.as("id"), CAPS.VERSION.as("v"))
            .from(CAPS)
            .where(CAPS.VERSION.gt(version))
            .unionAll(
                select(SPENDING_RULES.INSTANCE_ID, SPENDING_RULES.VERSION)
                    .from(SPENDING_RULES)
                    .where(SPENDING_RULES.VERSION.gt(version)))
            .asTable("changed");
    long latest = version;
    Set<UUID> whose = new HashSet<>();
    for (var row :
        sql.select(CAPS_VERSION.VERSION, rows.field("id", UUID.class))
            .from(CAPS_VERSION)
            .leftJoin(rows)
            .on(inline(true))
            .fetch()) {
      latest = Math.max(latest, row.value1());
      if (row.value2() != null) {
        whose.add(row.value2());
      }
    }
    return new Changes(latest, whose);
  }

  /**
   * Whose caps or rules are others than before.
   *
   * @param version what to ask with the next time
   * @param whose accounts, agents and keys
   */
  public record Changes(long version, Set<UUID> whose) {}

  /** A cap as its owner set it, and what it was raised to. */
  public record OwnCap(
      CapScope scope,
      UUID id,
      CapPeriod period,
      CapAmount amount,
      CapAmount raisedTo,
      @Nullable LocalDate raisedSince) {

    static OwnCap of(CapsRecord row) {
      return new OwnCap(
          Word.of(CapScope.class, row.getScope()),
          row.getScopeId(),
          Word.of(CapPeriod.class, row.getPeriod()),
          new CapAmount(row.getMicros(), row.getTokens()),
          new CapAmount(row.getRaisedMicros(), row.getRaisedTokens()),
          row.getRaisedSince());
    }

    /** What it is raised to on this day; {@link CapAmount#NONE} when it is not. */
    public CapAmount raised(LocalDate day) {
      return CapPeriod.MONTH.since(day).equals(raisedSince) ? raisedTo : CapAmount.NONE;
    }

    /** What holds on this day. */
    public CapAmount on(LocalDate day) {
      return raised(day).or(amount);
    }
  }
}
