package dev.clawstead.api.instance;

import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.instance.Instance;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The key with which an agent itself calls models: nobody sees it, but its owner replaces it. */
@Tag(name = "models")
@RestController
class OwnKeyController {

  private static final int OVERLAP_SECONDS = 3_600;
  private static final int OVERLAP_SECONDS_MAX = 7 * 24 * 60 * 60;

  private final InstanceActions actions;
  private final Idempotency idempotency;

  OwnKeyController(InstanceActions actions, Idempotency idempotency) {
    this.actions = actions;
    this.idempotency = idempotency;
  }

  @Operation(
      summary = "Replace the agent's own key to models",
      description =
          "Restarts the agent with a new key; its address, its files and the access token stay. The"
              + " old key works until the agent has the new one and for the overlap after that; an"
              + " older one is void. Only a running agent gets a new key, else it is a 409.",
      operationId = "rotateOwnModelKey")
  @PostMapping("/api/v1/instances/{id}/model-key/rotate")
  @ResponseStatus(HttpStatus.ACCEPTED)
  InstanceView rotate(
      Caller caller, @PathVariable UUID id, KeyedRequest keyed, @RequestBody OwnKeyRotation body) {
    Instance instance = actions.find(caller, id);
    Duration overlap = body.overlap();
    return idempotency.once(
        keyed.forCaller(caller, body),
        InstanceView.class,
        () -> actions.replaceModelKey(caller, instance, keyed.requestId(caller), overlap));
  }

  /** How long the old key works on. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record OwnKeyRotation(
      @Schema(
              types = {"integer", "null"},
              minimum = "0",
              maximum = "604800",
              description =
                  "For how many seconds the old key works once the agent has the new one; an hour"
                      + " when it is left out")
          @Nullable Integer overlapSeconds) {

    Duration overlap() {
      int seconds = overlapSeconds == null ? OVERLAP_SECONDS : overlapSeconds;
      if (seconds < 0 || seconds > OVERLAP_SECONDS_MAX) {
        FieldErrors errors = new FieldErrors();
        errors.add("overlapSeconds", "must be from 0 to " + OVERLAP_SECONDS_MAX);
        errors.orThrow();
      }
      return Duration.ofSeconds(seconds);
    }
  }
}
