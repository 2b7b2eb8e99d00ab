package dev.clawstead.simulators.http;

import java.io.IOException;

/** A fault ends the answer here: the connection is dropped as it is. */
public final class CutByFault extends IOException {

  private static final long serialVersionUID = 1;

  CutByFault() {
    super("cut by a fault rule");
  }
}
