package dev.clawstead.api.ops;

import dev.clawstead.api.lifecycle.FleetLife;
import dev.clawstead.api.lifecycle.InstanceLife;
import dev.clawstead.api.lifecycle.InstanceLife.Ordered;
import dev.clawstead.api.lifecycle.WorkflowRefusedException;
import dev.clawstead.api.ops.FleetChanges.PoolChange;
import dev.clawstead.api.ops.FleetViews.NodeView;
import dev.clawstead.api.ops.FleetViews.OrderView;
import dev.clawstead.api.ops.FleetViews.PoolView;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Operator;
import dev.clawstead.db.Database;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.fleet.Fleet;
import dev.clawstead.db.fleet.FleetNode;
import dev.clawstead.db.fleet.FleetOrder;
import dev.clawstead.db.fleet.FleetPools;
import dev.clawstead.domain.Actor;
import dev.clawstead.domain.OrderState;
import dev.clawstead.domain.Word;
import dev.clawstead.workflows.instance.InstanceWorkflow.Request;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Carries out what the operator decides: rows here, the rest by the workflows that own it. */
@Component
class Steering {

  private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
  private static final int TARGET_MAX = 10_000;
  private static final Set<OrderState> ENDED =
      EnumSet.of(OrderState.CLAIMED, OrderState.SERVED, OrderState.CANCELLED);

  private final Database database;
  private final Fleet fleet;
  private final FleetPools pools;
  private final FleetRows rows;
  private final FleetLife fleetLife;
  private final InstanceLife instances;

  Steering(
      Database database,
      Fleet fleet,
      FleetPools pools,
      FleetRows rows,
      FleetLife fleetLife,
      InstanceLife instances) {
    this.database = database;
    this.fleet = fleet;
    this.pools = pools;
    this.rows = rows;
    this.fleetLife = fleetLife;
    this.instances = instances;
  }

  PoolView changePool(Operator operator, String region, String size, PoolChange change) {
    FleetPools.Key key = new FleetPools.Key(region, size);
    if (pools.find(key).isEmpty()) {
      throw ProblemException.notFound("pool");
    }
    Integer target = change.target();
    FieldErrors errors = new FieldErrors();
    if (target != null && (target < 0 || target > TARGET_MAX)) {
      errors.add("target", "must lie between 0 and " + TARGET_MAX);
    }
    errors.orThrow();
    database
        .sql()
        .transaction(
            tx -> {
              FleetPools.change(
                  tx.dsl(), key, new FleetPools.Change(change.target(), change.paused()));
              Audit.add(
                  tx.dsl(),
                  entry(operator, "pool.changed", "pool:" + region + "/" + size)
                      .with("target", String.valueOf(change.target()))
                      .with("paused", String.valueOf(change.paused())));
            });
    try {
      fleetLife.poolChanged(region, size);
    } catch (ProblemException | WorkflowRefusedException later) {
      // The row is what counts; the pool looks at it again by itself.
      LOG.warn("pool {}/{} was not told of its change: {}", region, size, later.getMessage());
    }
    return rows.pool(pools.find(key).orElseThrow());
  }

  FleetOrder order(UUID id) {
    return fleet.order(id).orElseThrow(() -> ProblemException.notFound("order"));
  }

  OrderView retry(Operator operator, UUID id) {
    FleetOrder order = open(id);
    audit(operator, "order.retry", "order:" + id);
    try {
      instances.retry(ordered(order));
    } catch (WorkflowRefusedException ended) {
      throw ProblemException.of(Kind.CONFLICT, "The order has ended.");
    }
    return rows.order(order(id));
  }

  OrderView cancel(Operator operator, UUID id) {
    FleetOrder order = open(id);
    audit(operator, "order.cancel", "order:" + id);
    try {
      instances.delete(ordered(order), new Request("cancel-" + id, Actor.OPERATOR.word()));
    } catch (WorkflowRefusedException ended) {
      throw ProblemException.of(Kind.CONFLICT, "The order has ended.");
    }
    return rows.order(order(id));
  }

  NodeView deleteNode(Operator operator, UUID id) {
    FleetNode node = fleet.node(id).orElseThrow(() -> ProblemException.notFound("node"));
    audit(operator, "node.delete", "node:" + id);
    try {
      fleetLife.deleteNode(node.id());
    } catch (WorkflowRefusedException ended) {
      throw ProblemException.of(Kind.CONFLICT, "The node is " + node.state() + " already.");
    }
    return rows.node(node);
  }

  /** An order that is neither served nor given up. */
  private FleetOrder open(UUID id) {
    FleetOrder order = order(id);
    OrderState state = Word.of(OrderState.class, order.state());
    if (ENDED.contains(state)) {
      throw ProblemException.of(Kind.CONFLICT, "The order is " + order.state() + " already.");
    }
    return order;
  }

  private static Ordered ordered(FleetOrder order) {
    return new Ordered(order.id(), order.account(), order.region(), order.size());
  }

  private void audit(Operator operator, String action, String subject) {
    database.sql().transaction(tx -> Audit.add(tx.dsl(), entry(operator, action, subject)));
  }

  private static Audit.Entry entry(Operator operator, String action, String subject) {
    return Audit.Entry.of(
        operator.caller().accountId(), operator.caller().actor(), action, subject);
  }
}
