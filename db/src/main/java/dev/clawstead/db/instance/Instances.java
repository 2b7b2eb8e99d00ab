package dev.clawstead.db.instance;

import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.ORDERS;

import dev.clawstead.db.Times;
import dev.clawstead.domain.InstanceState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads instances for their owners. */
public final class Instances {

  private final DSLContext db;

  public Instances(DSLContext db) {
    this.db = db;
  }

  /** The account's instance of this id; somebody else's does not exist for it. */
  public Optional<Instance> find(UUID account, UUID id) {
    return select()
        .where(INSTANCES.ID.eq(id), INSTANCES.ACCOUNT_ID.eq(account))
        .fetchOptional(Instances::read);
  }

  /** Any instance; for the operator. */
  public Optional<Instance> find(UUID id) {
    return select().where(INSTANCES.ID.eq(id)).fetchOptional(Instances::read);
  }

  /** The account's instances that are not deleted, newest first, after this one. */
  public List<Instance> list(UUID account, @Nullable UUID after, int limit) {
    Condition older = after == null ? DSL.noCondition() : INSTANCES.ID.lt(after);
    return select()
        .where(
            INSTANCES.ACCOUNT_ID.eq(account),
            INSTANCES.STATE.ne(InstanceState.DELETED.word()),
            older)
        .orderBy(INSTANCES.ID.desc())
        .limit(limit)
        .fetch(Instances::read);
  }

  /** How many instances the account has that are not deleted. */
  public int countLive(UUID account) {
    return db.fetchCount(
        INSTANCES,
        INSTANCES.ACCOUNT_ID.eq(account),
        INSTANCES.STATE.ne(InstanceState.DELETED.word()));
  }

  private SelectOnConditionStep<Record> select() {
    return db.select(INSTANCES.fields())
        .select(ORDERS.ETA)
        .from(INSTANCES)
        .join(ORDERS)
        .on(ORDERS.ID.eq(INSTANCES.ID));
  }

  private static Instance read(Record row) {
    return new Instance(
        row.get(INSTANCES.ID),
        row.get(INSTANCES.ACCOUNT_ID),
        row.get(INSTANCES.NAME),
        row.get(INSTANCES.PLAN),
        row.get(INSTANCES.REGION),
        row.get(INSTANCES.SIZE),
        row.get(INSTANCES.IMAGE),
        row.get(INSTANCES.STATE),
        row.get(INSTANCES.SLUG),
        row.get(INSTANCES.ACCESS_VERSION),
        Times.orNull(row.get(ORDERS.ETA)),
        row.get(INSTANCES.PROBLEM),
        Times.of(row.get(INSTANCES.CREATED_AT)));
  }
}
