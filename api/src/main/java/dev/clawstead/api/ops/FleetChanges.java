package dev.clawstead.api.ops;

import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.ops.FleetViews.NodeView;
import dev.clawstead.api.ops.FleetViews.OrderView;
import dev.clawstead.api.ops.FleetViews.PoolView;
import dev.clawstead.api.session.Operator;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the operator steers. */
@Tag(name = "operator")
@RestController
@RequestMapping("/api/v1/ops")
class FleetChanges {

  private final Steering steering;
  private final Idempotency idempotency;

  FleetChanges(Steering steering, Idempotency idempotency) {
    this.steering = steering;
    this.idempotency = idempotency;
  }

  @Operation(summary = "Set a pool's target, or pause its refill", operationId = "changePool")
  @PatchMapping("/pools/{region}/{size}")
  PoolView changePool(
      Operator operator,
      @PathVariable String region,
      @PathVariable String size,
      @RequestBody PoolChange body) {
    return steering.changePool(operator, region, size, body);
  }

  @Operation(summary = "Try a waiting or failed order again now", operationId = "retryOrder")
  @PostMapping("/orders/{id}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  OrderView retry(Operator operator, @PathVariable UUID id, KeyedRequest keyed) {
    steering.order(id);
    return idempotency.once(
        keyed.forCaller(operator.caller(), null),
        OrderView.class,
        () -> steering.retry(operator, id));
  }

  @Operation(summary = "Give up an order that is not served yet", operationId = "cancelOrder")
  @PostMapping("/orders/{id}/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  OrderView cancel(Operator operator, @PathVariable UUID id, KeyedRequest keyed) {
    steering.order(id);
    return idempotency.once(
        keyed.forCaller(operator.caller(), null),
        OrderView.class,
        () -> steering.cancel(operator, id));
  }

  @Operation(summary = "Take a node away, with every cell on it", operationId = "deleteNode")
  @DeleteMapping("/nodes/{id}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  NodeView deleteNode(Operator operator, @PathVariable UUID id) {
    return steering.deleteNode(operator, id);
  }

  /** What is left out stays as it is. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record PoolChange(
      @Schema(
              types = {"integer", "null"},
              minimum = "0",
              maximum = "10000")
          @Nullable Integer target,
      @Schema(types = {"boolean", "null"}) @Nullable Boolean paused) {}
}
