package dev.clawstead.api.caps;

import dev.clawstead.api.caps.CapsViews.AccountCaps;
import dev.clawstead.api.caps.CapsViews.InstanceCaps;
import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.instance.InstanceActions;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.spending.CapAmount;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What an owner lets an agent, or all of them, spend. */
@Tag(name = "caps")
@RestController
class CapsController {

  private final InstanceActions instances;
  private final OwnersCaps caps;
  private final Idempotency idempotency;

  CapsController(InstanceActions instances, OwnersCaps caps, Idempotency idempotency) {
    this.instances = instances;
    this.caps = caps;
    this.idempotency = idempotency;
  }

  @Operation(
      summary = "What an agent may spend, and has spent",
      description = "Days and months are those of UTC; money is in micros of a US dollar.",
      operationId = "getCaps")
  @GetMapping("/api/v1/instances/{id}/caps")
  InstanceCaps get(Caller caller, @PathVariable UUID id) {
    return caps.of(instances.find(caller, id));
  }

  @Operation(
      summary = "Set what an agent may spend, and what happens then",
      description =
          "Holds within a second. Without an amount of its own the account's caps bound it alone.",
      operationId = "setCaps")
  @PutMapping("/api/v1/instances/{id}/caps")
  InstanceCaps set(Caller caller, @PathVariable UUID id, @RequestBody NewCaps body) {
    return caps.set(caller, instances.find(caller, id), body);
  }

  @Operation(summary = "What the account may spend, and has spent", operationId = "getAccountCaps")
  @GetMapping("/api/v1/me/caps")
  AccountCaps account(Caller caller) {
    return caps.ofAccount(caller);
  }

  @Operation(
      summary = "Set what the account may spend",
      description = "All of its agents together; what the plan includes bounds them besides.",
      operationId = "setAccountCaps")
  @PutMapping("/api/v1/me/caps")
  AccountCaps setAccount(Caller caller, @RequestBody NewAccountCaps body) {
    FieldErrors errors = new FieldErrors();
    CapAmount day = Amount.check(errors, "day", body.day());
    CapAmount month = Amount.check(errors, "month", body.month());
    errors.orThrow();
    return caps.setAccount(caller, day, month);
  }

  @Operation(
      summary = "Raise an agent's own cap until the month ends",
      description =
          "The next call is served. A unit that is left out stays as it is; without a period the"
              + " month's cap is meant, or the day's where there is no other.",
      operationId = "raiseCap")
  @PostMapping("/api/v1/instances/{id}/raise")
  InstanceCaps raise(
      Caller caller, @PathVariable UUID id, KeyedRequest keyed, @RequestBody NewRaise body) {
    Instance instance = instances.find(caller, id);
    return idempotency.once(
        keyed.forCaller(caller, body),
        InstanceCaps.class,
        () -> caps.raise(caller, instance, body));
  }

  @Operation(
      summary = "Let an agent go on that was paused because an hour cost too much",
      operationId = "unpauseInstance")
  @PostMapping("/api/v1/instances/{id}/unpause")
  InstanceCaps unpause(Caller caller, @PathVariable UUID id, KeyedRequest keyed) {
    Instance instance = instances.find(caller, id);
    return idempotency.once(
        keyed.forCaller(caller, null), InstanceCaps.class, () -> caps.unpause(caller, instance));
  }

  /** The caps of an agent's own, and what happens there. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record NewCaps(
      @Nullable Amount day,
      @Nullable Amount month,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              implementation = String.class,
              allowableValues = {"stop", "cheaper", "ask"})
          @Nullable String choice,
      @Schema(
              types = {"string", "null"},
              description = "With the choice cheaper: the model that serves from 80 % on",
              pattern = "^[a-z0-9][a-z0-9._-]{0,62}$")
          @Nullable String cheaperAlias,
      @Schema(
              types = {"boolean", "null"},
              description = "Whether to refuse calls for an hour after one that cost far too much")
          @Nullable Boolean pauseOnAnomaly) {

    CapChoice checkedChoice(FieldErrors errors) {
      if (choice == null) {
        errors.add("choice", "is missing");
      }
      return errors.word("choice", choice, CapChoice.class).orElse(CapChoice.STOP);
    }
  }

  /** The caps of an account. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record NewAccountCaps(@Nullable Amount day, @Nullable Amount month) {}

  /** What a cap is raised to. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record NewRaise(
      @Schema(
              types = {"integer", "null"},
              format = "int64",
              minimum = "0",
              maximum = Amount.LARGEST)
          @Nullable Long micros,
      @Schema(
              types = {"integer", "null"},
              format = "int64",
              minimum = "0",
              maximum = Amount.LARGEST)
          @Nullable Long tokens,
      @Schema(
              types = {"string", "null"},
              allowableValues = {"day", "month"})
          @Nullable String period) {

    @Nullable CapPeriod checkedPeriod(FieldErrors errors) {
      return errors.word("period", period, CapPeriod.class).orElse(null);
    }
  }
}
