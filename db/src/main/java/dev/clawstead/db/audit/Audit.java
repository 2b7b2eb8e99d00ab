package dev.clawstead.db.audit;

import static dev.clawstead.db.generated.Tables.AUDIT;
import static org.jooq.impl.DSL.jsonbObject;
import static org.jooq.impl.DSL.key;
import static org.jooq.impl.DSL.val;

import dev.clawstead.domain.UuidV7;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Writes down who did what to what. */
public final class Audit {

  private Audit() {}

  /** Adds the entry within the caller's transaction: both are there, or neither. */
  public static void add(DSLContext tx, Entry entry) {
    tx.insertInto(AUDIT)
        .set(AUDIT.ID, UuidV7.next())
        .set(AUDIT.ACCOUNT_ID, entry.account())
        .set(AUDIT.ACTOR, entry.actor())
        .set(AUDIT.ACTION, entry.action())
        .set(AUDIT.SUBJECT, entry.subject())
        .set(
            AUDIT.DETAILS,
            jsonbObject(
                entry.details().entrySet().stream()
                    .map(detail -> key(detail.getKey()).value(val(detail.getValue())))
                    .toList()))
        .execute();
  }

  /** {@code account} is whom it concerns, {@code actor} who did it: its role and its id. */
  public record Entry(
      @Nullable UUID account,
      String actor,
      String action,
      String subject,
      Map<String, String> details) {

    /** The same entry with one more detail; never a secret. */
    public Entry with(String name, String value) {
      var more = new java.util.TreeMap<>(details);
      more.put(name, value);
      return new Entry(account, actor, action, subject, more);
    }

    public static Entry of(@Nullable UUID account, String actor, String action, String subject) {
      return new Entry(account, actor, action, subject, Map.of());
    }
  }
}
