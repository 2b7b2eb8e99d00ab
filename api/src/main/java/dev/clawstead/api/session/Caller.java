package dev.clawstead.api.session;

import dev.clawstead.db.account.Account;
import dev.clawstead.db.account.Sessions.SignedIn;
import dev.clawstead.domain.Role;
import java.time.Instant;
import java.util.UUID;

/** Who is asking. A handler that takes one answers nobody else. */
public record Caller(SignedIn signedIn) {

  public Account account() {
    return signedIn.account();
  }

  public UUID accountId() {
    return signedIn.account().id();
  }

  public UUID session() {
    return signedIn.session();
  }

  public Instant expiresAt() {
    return signedIn.expiresAt();
  }

  public boolean isOperator() {
    return signedIn.account().role() == Role.OPERATOR;
  }

  /** Who did it, as the audit log writes it. */
  public String actor() {
    return account().role().word() + ":" + accountId();
  }
}
