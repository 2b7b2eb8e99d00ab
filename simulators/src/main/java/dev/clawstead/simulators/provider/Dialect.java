package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** A way to put a reply on the wire: whole, or event by event. */
interface Dialect {

  Prompt.Kind kind();

  /** Refuses what the vendor would refuse, and says how many tokens of output are allowed. */
  long outputTokensMax(Prompt prompt);

  ObjectNode whole(Turn turn);

  void stream(Turn turn, EventStream out) throws IOException, InterruptedException;
}
