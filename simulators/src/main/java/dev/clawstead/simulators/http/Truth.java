package dev.clawstead.simulators.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** What a simulator knows to be so, whatever its API says; told on {@code /truth}. */
@FunctionalInterface
public interface Truth {

  Answer answer(Request request);

  /** A truth that is told in one piece. */
  static Truth of(Supplier<ObjectNode> all) {
    return request -> Answer.ok(all.get());
  }
}
