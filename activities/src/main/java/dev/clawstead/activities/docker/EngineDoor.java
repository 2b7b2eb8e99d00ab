package dev.clawstead.activities.docker;

import java.net.URI;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How the engine of a node is reached. */
interface EngineDoor {

  /** Where the engine listens on a node of this address. */
  URI at(String address);

  /** A fresh client identity; absent where the door needs none. */
  @Nullable SSLContext tls();

  /** Mutual TLS on the engine's usual port. */
  static EngineDoor mutualTls(Supplier<SSLContext> identity) {
    return new EngineDoor() {
      @Override
      public URI at(String address) {
        return URI.create("tcp://" + address + ":2376");
      }

      @Override
      public SSLContext tls() {
        return identity.get();
      }
    };
  }
}
