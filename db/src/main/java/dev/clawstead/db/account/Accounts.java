package dev.clawstead.db.account;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;

import dev.clawstead.db.Times;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Role;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.domain.Word;
import java.util.Locale;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The accounts; an e-mail address belongs to one, however it is spelt. */
public final class Accounts {

  private final DSLContext db;

  public Accounts(DSLContext db) {
    this.db = db;
  }

  /** The form under which addresses are compared: without case. */
  public static String key(String email) {
    return email.toLowerCase(Locale.ROOT);
  }

  /** The account of this address and its password's hash. */
  public Optional<Credentials> credentials(String email) {
    return db.selectFrom(ACCOUNTS)
        .where(ACCOUNTS.EMAIL_KEY.eq(key(email)))
        .fetchOptional(row -> new Credentials(read(row), row.getPasswordHash()));
  }

  /** Whether the address is taken. */
  public boolean exists(String email) {
    return db.fetchExists(ACCOUNTS, ACCOUNTS.EMAIL_KEY.eq(key(email)));
  }

  /** Adds the account within the caller's transaction; false if its address is taken. */
  public static boolean add(DSLContext tx, Account account, String passwordHash) {
    return tx.insertInto(ACCOUNTS)
            .set(ACCOUNTS.ID, account.id())
            .set(ACCOUNTS.EMAIL, account.email())
            .set(ACCOUNTS.EMAIL_KEY, key(account.email()))
            .set(ACCOUNTS.PASSWORD_HASH, passwordHash)
            .set(ACCOUNTS.PLAN, account.plan().word())
            .set(ACCOUNTS.ROLE, account.role().word())
            .set(ACCOUNTS.CREATED_AT, Times.of(account.createdAt()))
            .onConflict(ACCOUNTS.EMAIL_KEY)
            .doNothing()
            .execute()
        == 1;
  }

  /** Makes the operator's account, or gives the one that is there this password and the role. */
  public void ensureOperator(String email, String passwordHash) {
    db.insertInto(ACCOUNTS)
        .set(ACCOUNTS.ID, UuidV7.next())
        .set(ACCOUNTS.EMAIL, email)
        .set(ACCOUNTS.EMAIL_KEY, key(email))
        .set(ACCOUNTS.PASSWORD_HASH, passwordHash)
        .set(ACCOUNTS.PLAN, Plan.BUSINESS.word())
        .set(ACCOUNTS.ROLE, Role.OPERATOR.word())
        .onConflict(ACCOUNTS.EMAIL_KEY)
        .doUpdate()
        .set(ACCOUNTS.PASSWORD_HASH, passwordHash)
        .set(ACCOUNTS.ROLE, Role.OPERATOR.word())
        .execute();
  }

  static Account read(Record row) {
    return new Account(
        row.get(ACCOUNTS.ID),
        row.get(ACCOUNTS.EMAIL),
        Word.of(Plan.class, row.get(ACCOUNTS.PLAN)),
        Word.of(Role.class, row.get(ACCOUNTS.ROLE)),
        Times.of(row.get(ACCOUNTS.CREATED_AT)));
  }

  /** An account with what its password is checked against. */
  public record Credentials(Account account, String passwordHash) {

    @Override
    public String toString() {
      return "Credentials[" + account.id() + "]";
    }
  }
}
