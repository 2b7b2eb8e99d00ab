package dev.clawstead.api.model;

import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.model.ProviderKeyActions.Wanted;
import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.catalogue.ProviderKeys.ListedKey;
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

/** Keys at providers that customers bring. */
@Tag(name = "models")
@RestController
@RequestMapping("/api/v1/provider-keys")
class ProviderKeyController {

  private final ProviderKeyActions keys;
  private final Idempotency idempotency;

  ProviderKeyController(ProviderKeyActions keys, Idempotency idempotency) {
    this.keys = keys;
    this.idempotency = idempotency;
  }

  @Operation(summary = "Your own keys at providers, newest first", operationId = "listProviderKeys")
  @GetMapping
  Page<ProviderKeyView> list(Caller caller, PageRequest page) {
    return Page.of(
        keys.list(caller.accountId(), page.afterId(), page.rows()),
        page,
        key -> key.id().toString(),
        ProviderKeyView::of);
  }

  @Operation(
      summary = "Bring a key of your own at a provider",
      description =
          "It is tested at the provider, stored encrypted, and never shown again. A call that one"
              + " of your keys can serve is served by them alone: it counts in tokens and costs"
              + " nothing here. When the provider refuses a key, such calls are answered with an"
              + " error that names it, until you remove it; they are not charged instead.",
      operationId = "createProviderKey")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ProviderKeyView create(Caller caller, KeyedRequest keyed, @RequestBody NewProviderKey body) {
    return idempotency.once(
        keyed.forCaller(caller, body),
        ProviderKeyView.class,
        () ->
            ProviderKeyView.of(
                keys.add(
                    caller,
                    caller.accountId(),
                    new Wanted(body.provider(), body.name(), body.key(), 1))));
  }

  @Operation(
      summary = "Remove a key of your own at a provider",
      description = "It is forgotten at once and out of use within a second.",
      operationId = "deleteProviderKey")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(Caller caller, @PathVariable UUID id) {
    keys.remove(caller, caller.accountId(), id);
  }

  /** A key, and the provider that gave it. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record NewProviderKey(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              pattern = "^[a-z][a-z0-9-]{0,30}$",
              description = "One of the providers that GET /api/v1/models names")
          @Nullable String provider,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minLength = 1,
              maxLength = 60,
              pattern = dev.clawstead.api.instance.NewAgent.NAME_FORM)
          @Nullable String name,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minLength = 8,
              maxLength = 500,
              pattern = "^[!-~]+$")
          @Nullable String key) {

    @Override
    public String toString() {
      return "NewProviderKey[" + provider + "]";
    }
  }

  /** A key without itself. */
  record ProviderKeyView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID id,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String provider,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "The key's last letters")
          String hint,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"good", "refused"})
          String state,
      @Schema(
              types = {"string", "null"},
              description = "What the provider said")
          @Nullable String problem,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant createdAt) {

    static ProviderKeyView of(ListedKey key) {
      return new ProviderKeyView(
          key.id(),
          key.provider(),
          key.name(),
          key.hint(),
          key.state(),
          key.problem(),
          key.created());
    }
  }
}
