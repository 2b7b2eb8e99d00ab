package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The bill of one key for one model. */
final class Totals {

  private long finished;
  private long cutByClient;
  private long cutByUs;
  private long refused;
  private long input;
  private long cached;
  private long cacheWrite;
  private long output;
  private long reasoning;

  void add(Outcome outcome, Usage usage) {
    switch (outcome) {
      case FINISHED -> finished++;
      case CUT_BY_CLIENT -> cutByClient++;
      case CUT_BY_US -> cutByUs++;
      case REFUSED -> refused++;
    }
    input += usage.input();
    cached += usage.cached();
    cacheWrite += usage.cacheWrite();
    output += usage.output();
    reasoning += usage.reasoning();
  }

  void tell(ObjectNode row) {
    row.put("calls", finished + cutByClient + cutByUs)
        .put("finished", finished)
        .put("cutByClient", cutByClient)
        .put("cutByUs", cutByUs)
        .put("refused", refused)
        .put("input", input)
        .put("cached", cached)
        .put("cacheWrite", cacheWrite)
        .put("output", output)
        .put("reasoning", reasoning);
  }
}
