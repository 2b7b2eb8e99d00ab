package dev.clawstead.api.ops;

import dev.clawstead.api.instance.InstanceView;
import dev.clawstead.api.instance.InstanceViews;
import dev.clawstead.api.lifecycle.WorkflowLinks;
import dev.clawstead.api.ops.FleetViews.CellCounts;
import dev.clawstead.api.ops.FleetViews.EffectView;
import dev.clawstead.api.ops.FleetViews.FleetInstanceView;
import dev.clawstead.api.ops.FleetViews.NodeView;
import dev.clawstead.api.ops.FleetViews.OrderView;
import dev.clawstead.api.ops.FleetViews.PoolView;
import dev.clawstead.db.fleet.FleetEffect;
import dev.clawstead.db.fleet.FleetInstance;
import dev.clawstead.db.fleet.FleetNode;
import dev.clawstead.db.fleet.FleetOrder;
import dev.clawstead.db.fleet.FleetPool;
import org.springframework.stereotype.Component;

/** Shows the fleet's rows, each with a link to its workflow. */
@Component
class FleetRows {

  private static final long MEGABYTE = 1024L * 1024;

  private final WorkflowLinks links;
  private final InstanceViews instances;

  FleetRows(WorkflowLinks links, InstanceViews instances) {
    this.links = links;
    this.instances = instances;
  }

  NodeView node(FleetNode node) {
    Long memory = node.memoryBytes();
    String name = node.name();
    return new NodeView(
        node.id(),
        name == null ? node.id().toString() : name,
        node.region(),
        node.state(),
        node.serverType(),
        node.address(),
        new CellCounts(node.warm(), node.claimed(), node.other()),
        memory == null ? null : memory / MEGABYTE,
        node.committedBytes() / MEGABYTE,
        node.enrolledAt(),
        node.createdAt(),
        node.problem(),
        links.node(node.id()));
  }

  PoolView pool(FleetPool pool) {
    return new PoolView(
        pool.region(),
        pool.size(),
        pool.image(),
        pool.target(),
        pool.warm(),
        pool.creating(),
        pool.quarantined(),
        pool.paused(),
        links.pool(pool.region(), pool.size()));
  }

  OrderView order(FleetOrder order) {
    return new OrderView(
        order.id(),
        order.accountEmail(),
        order.agentName(),
        order.plan(),
        order.region(),
        order.state(),
        order.attempts(),
        order.problem(),
        order.createdAt(),
        order.updatedAt(),
        links.instance(order.id()));
  }

  FleetInstanceView instance(FleetInstance row) {
    InstanceView view = instances.view(row.instance());
    return new FleetInstanceView(
        view.id(),
        view.name(),
        view.plan(),
        view.region(),
        view.image(),
        view.state(),
        view.url(),
        view.eta(),
        view.problem(),
        view.createdAt(),
        row.accountEmail(),
        row.node(),
        row.cell(),
        links.instance(view.id()));
  }

  EffectView effect(FleetEffect effect) {
    return new EffectView(
        effect.id(),
        effect.kind(),
        effect.provider(),
        effect.name(),
        effect.externalId(),
        effect.state(),
        effect.ownerKind(),
        effect.ownerId(),
        effect.attempts(),
        effect.error(),
        effect.createdAt(),
        effect.updatedAt());
  }
}
