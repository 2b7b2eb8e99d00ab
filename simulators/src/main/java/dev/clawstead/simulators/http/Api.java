package dev.clawstead.simulators.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.fault.Fault;
import java.util.Set;

/** A simulated vendor, as a listener sees it. */
public interface Api {

  Answer answer(Request request);

  /** The answer that a fault orders, in the vendor's own error form. */
  Answer refuse(Request request, Fault fault);

  /** What a fault can match here besides method and path. */
  default Set<String> traits() {
    return Set.of();
  }

  /** One of {@link #traits()} of a request; empty where it has none. */
  default String trait(Request request, String name) {
    return "";
  }

  /** Lets go on what a fault had held. */
  void release();

  /** Adds everything that exists at this vendor to the flat list of {@code /truth}. */
  void tell(ObjectNode truth);
}
