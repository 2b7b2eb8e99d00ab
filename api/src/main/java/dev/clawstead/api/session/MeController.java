package dev.clawstead.api.session;

import dev.clawstead.db.instance.Instances;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who is asking. */
@Tag(name = "sessions")
@RestController
class MeController {

  private final Instances instances;
  private final SessionTokens tokens;

  MeController(Instances instances, SessionTokens tokens) {
    this.instances = instances;
    this.tokens = tokens;
  }

  @Operation(summary = "Who am I, and how much may I have", operationId = "me")
  @GetMapping("/api/v1/me")
  Me me(Caller caller) {
    return new Me(
        AccountView.of(caller.account()),
        new CurrentSession(caller.expiresAt(), tokens.csrf(caller.session())),
        new Allowance(
            caller.account().plan().instances(), instances.countLive(caller.accountId())));
  }

  /** The account, its session, and how many agents it has and may have. */
  record Me(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) AccountView account,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) CurrentSession session,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Allowance limits) {}

  /** The session in use. */
  record CurrentSession(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant expiresAt,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String csrfToken) {}

  /** How many agents the plan allows, and how many there are. */
  record Allowance(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int instances,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int used) {}
}
