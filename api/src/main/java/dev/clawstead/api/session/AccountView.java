package dev.clawstead.api.session;

import dev.clawstead.db.account.Account;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** An account as its owner sees it. */
public record AccountView(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID id,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String email,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String plan,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String role,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant createdAt) {

  public static AccountView of(Account account) {
    return new AccountView(
        account.id(),
        account.email(),
        account.plan().word(),
        account.role().word(),
        account.createdAt());
  }
}
