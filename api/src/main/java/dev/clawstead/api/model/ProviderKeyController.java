package dev.clawstead.api.model;

import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.model.ProviderKeyViews.NewProviderKey;
import dev.clawstead.api.model.ProviderKeyViews.ProviderKeyView;
import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.session.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
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
              + " of your keys can serve is served by them alone: it counts in tokens for your own"
              + " caps, uses up nothing of your plan and costs nothing here. When the provider refuses a key, such calls are answered with an"
              + " error that names it, until it passes a test again or you remove it; they are not charged instead.",
      operationId = "createProviderKey")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ProviderKeyView create(Caller caller, KeyedRequest keyed, @RequestBody NewProviderKey body) {
    return idempotency.once(
        keyed.forCaller(caller, body),
        ProviderKeyView.class,
        () -> ProviderKeyView.of(keys.add(caller, caller.accountId(), body)));
  }

  @Operation(
      summary = "Test a key of your own at its provider again",
      description =
          "A refused key that its provider takes again is used within a second; one that it does"
              + " not take is refused from now on.",
      operationId = "testProviderKey")
  @PostMapping("/{id}/test")
  ProviderKeyView test(Caller caller, @PathVariable UUID id, KeyedRequest keyed) {
    return idempotency.once(
        keyed.forCaller(caller, null),
        ProviderKeyView.class,
        () -> ProviderKeyView.of(keys.test(caller, caller.accountId(), id)));
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
}
