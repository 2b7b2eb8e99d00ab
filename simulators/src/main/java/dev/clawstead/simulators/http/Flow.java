package dev.clawstead.simulators.http;

import java.io.IOException;

/** A body that comes into being while it is sent. */
@FunctionalInterface
public interface Flow {
  void send(Pieces out) throws IOException, InterruptedException;
}
