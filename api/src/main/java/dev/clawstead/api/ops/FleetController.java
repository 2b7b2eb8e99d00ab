package dev.clawstead.api.ops;

import dev.clawstead.api.health.Health;
import dev.clawstead.api.health.Part;
import dev.clawstead.api.lifecycle.WorkflowLinks;
import dev.clawstead.api.ops.FleetViews.EffectView;
import dev.clawstead.api.ops.FleetViews.FleetInstanceView;
import dev.clawstead.api.ops.FleetViews.NodeView;
import dev.clawstead.api.ops.FleetViews.OrderView;
import dev.clawstead.api.ops.FleetViews.PoolView;
import dev.clawstead.api.ops.FleetViews.StatusView;
import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Operator;
import dev.clawstead.db.fleet.Fleet;
import dev.clawstead.db.fleet.FleetInstances;
import dev.clawstead.db.fleet.FleetPools;
import dev.clawstead.domain.EffectState;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.OrderState;
import dev.clawstead.domain.Word;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the operator sees. */
@Tag(name = "operator")
@RestController
@RequestMapping("/api/v1/ops")
class FleetController {

  private final Fleet fleet;
  private final FleetPools pools;
  private final FleetInstances instances;
  private final FleetRows rows;
  private final Health health;
  private final WorkflowLinks links;

  FleetController(
      Fleet fleet,
      FleetPools pools,
      FleetInstances instances,
      FleetRows rows,
      Health health,
      WorkflowLinks links) {
    this.fleet = fleet;
    this.pools = pools;
    this.instances = instances;
    this.rows = rows;
    this.health = health;
    this.links = links;
  }

  @Operation(summary = "Nodes, newest first", operationId = "opsNodes")
  @GetMapping("/nodes")
  Page<NodeView> nodes(Operator operator, PageRequest page) {
    return Page.of(
        fleet.nodes(page.afterId(), page.rows()), page, n -> n.id().toString(), rows::node);
  }

  @Operation(summary = "Pools of warm cells", operationId = "opsPools")
  @GetMapping("/pools")
  Page<PoolView> pools(Operator operator, PageRequest page) {
    FleetPools.Key after = page.afterKey(FleetController::poolKey);
    return Page.of(
        pools.list(after, page.rows()), page, p -> p.region() + "/" + p.size(), rows::pool);
  }

  @Operation(summary = "Orders, newest first", operationId = "opsOrders")
  @GetMapping("/orders")
  Page<OrderView> orders(
      Operator operator,
      PageRequest page,
      @Parameter(
              schema =
                  @Schema(
                      type = "string",
                      allowableValues = {
                        "placed",
                        "queued",
                        "claimed",
                        "served",
                        "cancelled",
                        "failed"
                      }))
          @RequestParam(required = false)
          @Nullable String state) {
    check(OrderState.class, state);
    return Page.of(
        fleet.orders(page.afterId(), page.rows(), state),
        page,
        o -> o.id().toString(),
        rows::order);
  }

  @Operation(summary = "Every account's agents, newest first", operationId = "opsInstances")
  @GetMapping("/instances")
  Page<FleetInstanceView> instances(
      Operator operator,
      PageRequest page,
      @Parameter(
              schema =
                  @Schema(
                      type = "string",
                      allowableValues = {
                        "queued",
                        "starting",
                        "running",
                        "restarting",
                        "failed",
                        "deleting",
                        "deleted"
                      }))
          @RequestParam(required = false)
          @Nullable String state) {
    check(InstanceState.class, state);
    return Page.of(
        instances.list(page.afterId(), page.rows(), state),
        page,
        i -> i.instance().id().toString(),
        rows::instance);
  }

  @Operation(summary = "The ledger of effects, newest first", operationId = "opsEffects")
  @GetMapping("/effects")
  Page<EffectView> effects(
      Operator operator,
      PageRequest page,
      @Parameter(
              schema =
                  @Schema(
                      type = "string",
                      allowableValues = {
                        "intended",
                        "unresolved",
                        "present",
                        "deleting",
                        "absent",
                        "failed"
                      }))
          @RequestParam(required = false)
          @Nullable String state) {
    check(EffectState.class, state);
    return Page.of(
        fleet.effects(page.afterId(), page.rows(), state),
        page,
        e -> e.id().toString(),
        rows::effect);
  }

  @Operation(summary = "How the control plane is", operationId = "opsStatus")
  @GetMapping("/status")
  StatusView status(Operator operator) {
    List<Part> parts = health.parts();
    return new StatusView(Health.ready(parts), parts, links.ui());
  }

  private static <T extends Enum<T> & Word> void check(Class<T> type, @Nullable String state) {
    if (state != null && Word.parse(type, state).isEmpty()) {
      throw ProblemException.on(Kind.MALFORMED, "state", "is not a state of these");
    }
  }

  private static FleetPools.Key poolKey(String key) {
    int slash = key.lastIndexOf('/');
    return new FleetPools.Key(key.substring(0, slash), key.substring(slash + 1));
  }
}
