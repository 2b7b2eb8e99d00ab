package dev.clawstead.api.session;

import dev.clawstead.api.limit.Limits;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.FieldErrors.Length;
import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.SessionController.SignInRequest;
import dev.clawstead.api.session.SessionController.SignedInView;
import dev.clawstead.api.session.SessionTokens.Minted;
import dev.clawstead.db.Database;
import dev.clawstead.db.account.Account;
import dev.clawstead.db.account.Accounts;
import dev.clawstead.db.account.Accounts.Credentials;
import dev.clawstead.db.account.Sessions;
import dev.clawstead.db.audit.Audit;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Checks who somebody is, without a hint whether an address is known, and not too often. */
@Component
class SignIns {

  private final Database database;
  private final Accounts accounts;
  private final Sessions sessions;
  private final Passwords passwords;
  private final SessionTokens tokens;
  private final Limits limits;

  SignIns(
      Database database,
      Accounts accounts,
      Sessions sessions,
      Passwords passwords,
      SessionTokens tokens,
      Limits limits) {
    this.database = database;
    this.accounts = accounts;
    this.sessions = sessions;
    this.passwords = passwords;
    this.tokens = tokens;
    this.limits = limits;
  }

  SignedInView signIn(SignInRequest body, HttpServletRequest request) {
    FieldErrors errors = new FieldErrors();
    String email = errors.text("email", body.email(), new Length(0, 254));
    String password = errors.text("password", body.password(), new Length(0, 128));
    errors.orThrow();
    limits.signIn(request);
    limits.failedSignInsOf(email);
    Optional<Credentials> known = accounts.credentials(email);
    boolean matches =
        known
            .map(credentials -> passwords.matches(password, credentials.passwordHash()))
            .orElseGet(() -> passwords.matchesNobody(password));
    if (!matches) {
      limits.signInFailed(email);
      known.ifPresent(credentials -> refused(credentials.account()));
      throw ProblemException.of(Kind.UNAUTHENTICATED, "E-mail or password is wrong.");
    }
    return open(known.orElseThrow().account());
  }

  private SignedInView open(Account account) {
    Minted minted = tokens.mint();
    database
        .sql()
        .transaction(
            tx -> {
              Sessions.add(tx.dsl(), account.id(), minted.row());
              Audit.add(tx.dsl(), entry(account, "session.opened"));
            });
    return new SignedInView(AccountView.of(account), tokens.view(minted));
  }

  private void refused(Account account) {
    database.sql().transaction(tx -> Audit.add(tx.dsl(), entry(account, "session.refused")));
  }

  void signOut(Caller caller) {
    sessions.end(caller.session());
  }

  private static Audit.Entry entry(Account account, String action) {
    return Audit.Entry.of(
        account.id(),
        account.role().word() + ":" + account.id(),
        action,
        "account:" + account.id());
  }
}
