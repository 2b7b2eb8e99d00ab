package dev.clawstead.api.session;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A new session: the token for programs, the CSRF token for writes by cookie. */
public record SessionView(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String token,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant expiresAt,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String csrfToken) {

  @Override
  public String toString() {
    return "SessionView[" + expiresAt + "]";
  }
}
