package dev.clawstead.api.instance;

import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.instance.Instances;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** An account's agents. */
@Tag(name = "instances")
@RestController
@RequestMapping("/api/v1/instances")
class InstanceController {

  private final Instances instances;
  private final InstanceViews views;
  private final InstanceOrders orders;
  private final InstanceActions actions;
  private final Idempotency idempotency;

  InstanceController(
      Instances instances,
      InstanceViews views,
      InstanceOrders orders,
      InstanceActions actions,
      Idempotency idempotency) {
    this.instances = instances;
    this.views = views;
    this.orders = orders;
    this.actions = actions;
    this.idempotency = idempotency;
  }

  @Operation(summary = "My agents, newest first", operationId = "listInstances")
  @GetMapping
  Page<InstanceView> list(Caller caller, PageRequest page) {
    return Page.of(
        instances.list(caller.accountId(), page.afterId(), page.rows()),
        page,
        instance -> instance.id().toString(),
        views::view);
  }

  @Operation(summary = "Order an agent", operationId = "createInstance")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  InstanceView create(Caller caller, KeyedRequest keyed, @RequestBody NewInstance body) {
    return idempotency.once(keyed.forCaller(caller, body), orders.order(caller, body));
  }

  @Operation(summary = "One agent", operationId = "getInstance")
  @GetMapping("/{id}")
  InstanceView get(Caller caller, @PathVariable UUID id) {
    return views.view(actions.find(caller, id));
  }

  @Operation(
      summary = "Delete an agent and everything of it",
      description = "The agent's name must be typed; its address is closed when this answers.",
      operationId = "deleteInstance")
  @DeleteMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.ACCEPTED)
  InstanceView delete(Caller caller, @PathVariable UUID id, @RequestBody TypedName body) {
    return actions.delete(caller, id, body.name());
  }

  @Operation(summary = "Restart a running agent", operationId = "restartInstance")
  @PostMapping("/{id}/restart")
  @ResponseStatus(HttpStatus.ACCEPTED)
  InstanceView restart(Caller caller, @PathVariable UUID id, KeyedRequest keyed) {
    Instance instance = actions.find(caller, id);
    return idempotency.once(
        keyed.forCaller(caller, null),
        InstanceView.class,
        () -> actions.restart(caller, instance, keyed.requestId(caller)));
  }

  @Operation(
      summary = "A link that opens the agent in a browser, once, within a minute",
      operationId = "createTicket")
  @PostMapping("/{id}/ticket")
  @ResponseStatus(HttpStatus.CREATED)
  Ticket ticket(Caller caller, @PathVariable UUID id, KeyedRequest keyed) {
    Instance instance = actions.find(caller, id);
    return idempotency.once(
        keyed.forCaller(caller, null), Ticket.class, () -> actions.ticket(caller, instance));
  }

  /** What an agent is called, and of which kind it is. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record NewInstance(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minLength = 1,
              maxLength = 60,
              pattern = NewAgent.NAME_FORM)
          @Nullable String name,
      @Schema(description = "At most the account's own plan, which is what is left out.")
          @Nullable String plan,
      @Schema(description = "What is left out is the first of those on offer.")
          @Nullable String region) {}

  /** The agent's name, typed by whoever wants it gone. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record TypedName(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name) {}

  /** A link that works once. */
  record Ticket(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String url,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant expiresAt) {

    @Override
    public String toString() {
      return "Ticket[" + expiresAt + "]";
    }
  }
}
