package dev.clawstead.api.model;

import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.model.ProviderKeyViews.NewProviderKey;
import dev.clawstead.api.model.ProviderKeyViews.ProviderKeyView;
import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.session.Operator;
import dev.clawstead.db.Database;
import dev.clawstead.db.catalogue.Breakers;
import dev.clawstead.db.catalogue.Breakers.Listed;
import dev.clawstead.db.catalogue.Breakers.Position;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The platform's own keys at providers, and how the gateways find them. */
@Tag(name = "operator")
@RestController
@RequestMapping("/api/v1/ops")
class OpsProviderKeyController {

  private final ProviderKeyActions keys;
  private final Breakers breakers;
  private final Idempotency idempotency;

  OpsProviderKeyController(ProviderKeyActions keys, Database database, Idempotency idempotency) {
    this.keys = keys;
    this.breakers = new Breakers(database.sql());
    this.idempotency = idempotency;
  }

  @Operation(
      summary = "The platform's keys at providers, newest first",
      operationId = "opsProviderKeys")
  @GetMapping("/provider-keys")
  Page<ProviderKeyView> list(Operator operator, PageRequest page) {
    return Page.of(
        keys.list(null, page.afterId(), page.rows()),
        page,
        key -> key.id().toString(),
        ProviderKeyView::of);
  }

  @Operation(
      summary = "Add a platform's key at a provider",
      description =
          "It is tested at the provider, and gateways use it within a second. To rotate, add the"
              + " new key and remove the old one.",
      operationId = "opsCreateProviderKey")
  @PostMapping("/provider-keys")
  @ResponseStatus(HttpStatus.CREATED)
  ProviderKeyView create(Operator operator, KeyedRequest keyed, @RequestBody NewProviderKey body) {
    return idempotency.once(
        keyed.forCaller(operator.caller(), body),
        ProviderKeyView.class,
        () -> ProviderKeyView.of(keys.add(operator.caller(), null, body)));
  }

  @Operation(
      summary = "Test a platform's key at its provider again",
      description =
          "A refused key that its provider takes again is used within a second; one that it does"
              + " not take is refused from now on.",
      operationId = "opsTestProviderKey")
  @PostMapping("/provider-keys/{id}/test")
  ProviderKeyView test(Operator operator, @PathVariable UUID id, KeyedRequest keyed) {
    return idempotency.once(
        keyed.forCaller(operator.caller(), null),
        ProviderKeyView.class,
        () -> ProviderKeyView.of(keys.test(operator.caller(), null, id)));
  }

  @Operation(
      summary = "Remove a platform's key at a provider",
      description = "It is forgotten at once and out of use within a second.",
      operationId = "opsDeleteProviderKey")
  @DeleteMapping("/provider-keys/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(Operator operator, @PathVariable UUID id) {
    keys.remove(operator.caller(), null, id);
  }

  @Operation(
      summary = "How each gateway finds the platform's keys",
      description =
          "Open: calls are kept away for a while. Half-open: the next call tries. Refused: the"
              + " provider does not take the key, which only people mend.",
      operationId = "opsBreakers")
  @GetMapping("/breakers")
  Page<BreakerView> breakers(Operator operator, PageRequest page) {
    Position after = page.afterKey(OpsProviderKeyController::position);
    return Page.of(
        breakers.list(after, page.rows()),
        page,
        b -> b.standing().key() + "/" + b.gateway(),
        BreakerView::of);
  }

  private static Position position(String cursor) {
    int slash = cursor.indexOf('/');
    return new Position(cursor.substring(slash + 1), UUID.fromString(cursor.substring(0, slash)));
  }

  /** One gateway's view of one key. */
  record BreakerView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String gateway,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String provider,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID keyId,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String keyName,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"closed", "open", "half-open", "refused"})
          String state,
      @Schema(types = {"string", "null"}) @Nullable String problem,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant since) {

    static BreakerView of(Listed listed) {
      return new BreakerView(
          listed.gateway(),
          listed.provider(),
          listed.standing().key(),
          listed.keyName(),
          listed.standing().state(),
          listed.standing().problem(),
          listed.standing().since());
    }
  }
}
