package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.provider.Attempt.Caller;
import dev.clawstead.simulators.state.Json;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the vendors would invoice: exact totals, and the last calls one by one. */
final class Ledger {

  /** Calls beyond this many are in the totals only. */
  static final int KEPT_MAX = 200_000;

  private static final Usage NOTHING = new Usage(0, 0, 0, 0, 0);

  private final InstantSource clock;
  private final Map<Line, Totals> totals = new LinkedHashMap<>();
  private final ArrayDeque<Attempt> attempts = new ArrayDeque<>();
  private int open;
  private long resets;

  private record Line(Vendor vendor, String key, String model) {}

  Ledger(InstantSource clock) {
    this.clock = clock;
  }

  /** A call that is being worked on; it is billed when it ends. */
  synchronized Call open(Caller caller) {
    open++;
    return new Call(caller, clock.millis(), resets);
  }

  synchronized void refused(Caller caller, int status) {
    record(new Attempt(caller, status, Outcome.REFUSED, NOTHING, clock.millis(), 0));
  }

  /** Calls that are open now are forgotten as well. */
  synchronized void reset() {
    totals.clear();
    attempts.clear();
    open = 0;
    resets++;
  }

  synchronized ObjectNode tell() {
    ObjectNode all = Json.object().put("open", open).put("attemptsKept", attempts.size());
    ArrayNode rows = all.putArray("providers");
    totals.forEach(
        (line, total) ->
            total.tell(
                rows.addObject()
                    .put("vendor", line.vendor.word())
                    .put("key", line.key)
                    .put("model", line.model)));
    return all;
  }

  synchronized List<Attempt> attempts() {
    return new ArrayList<>(attempts);
  }

  private void record(Attempt attempt) {
    Caller caller = attempt.caller();
    totals
        .computeIfAbsent(
            new Line(caller.vendor(), caller.key(), caller.model()), line -> new Totals())
        .add(attempt.outcome(), attempt.usage());
    if (attempts.size() == KEPT_MAX) {
      attempts.removeFirst();
    }
    attempts.addLast(attempt);
  }

  /** One call from its admission to its end. */
  final class Call {
    private final Caller caller;
    private final long startedMillis;
    private final long era;
    private boolean ended;

    private Call(Caller caller, long startedMillis, long era) {
      this.caller = caller;
      this.startedMillis = startedMillis;
      this.era = era;
    }

    /** Only the first end counts. */
    void end(Outcome outcome, Usage usage) {
      synchronized (Ledger.this) {
        if (ended || era != resets) {
          return;
        }
        ended = true;
        open--;
        int millis = (int) (clock.millis() - startedMillis);
        record(new Attempt(caller, 200, outcome, usage, startedMillis, millis));
      }
    }
  }
}
