package dev.clawstead.db.catalogue;

import static dev.clawstead.db.generated.Tables.MODELS_VERSION;

import org.jooq.DSLContext;

/** Counts the changes of everything that gateways keep in memory: catalogue, keys and rates. */
public final class ModelChanges {

  private final DSLContext sql;

  public ModelChanges(DSLContext sql) {
    this.sql = sql;
  }

  /**
   * The number of changes so far. Whoever asks for it first and reads then has at least what it
   * stands for.
   */
  public long version() {
    return sql.selectFrom(MODELS_VERSION).fetchSingle().getVersion();
  }
}
