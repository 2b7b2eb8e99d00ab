package dev.clawstead.workflows.fleet;

import dev.clawstead.activities.records.NodeRecordsActivities.Region;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.Word;
import dev.clawstead.workflows.Patience;
import dev.clawstead.workflows.Phrases;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** How many nodes a region lacks. A pure function of its rows. */
record RegionPlan(int wanted, int ready, int coming, int failed) {

  private static final Set<NodeState> COMING = Set.of(NodeState.ORDERED, NodeState.ENROLLING);

  static RegionPlan of(Region region) {
    List<NodeState> states =
        region.live().stream().map(node -> Word.of(NodeState.class, node.state())).toList();
    return new RegionPlan(
        region.nodes(),
        (int) states.stream().filter(NodeState.READY::equals).count(),
        (int) states.stream().filter(COMING::contains).count(),
        (int) states.stream().filter(NodeState.FAILED::equals).count());
  }

  int missing() {
    return Math.max(0, wanted - ready - coming);
  }

  boolean complete() {
    return ready >= wanted;
  }

  /** The first order costs no time; a provider that keeps failing is asked ever less often. */
  static Duration pause(int orders) {
    return orders == 0
        ? Duration.ZERO
        : Patience.backoff(orders, Duration.ofSeconds(30), Duration.ofMinutes(10));
  }

  String story() {
    String story = "Keeping " + Phrases.count(wanted, "node") + ": " + ready + " ready";
    if (coming > 0) {
      story += ", " + coming + " coming";
    }
    return failed > 0 ? story + ", " + failed + " failed" : story;
  }
}
