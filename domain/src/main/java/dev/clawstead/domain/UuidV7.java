package dev.clawstead.domain;

import java.security.SecureRandom;
import java.util.UUID;

/** Mints time-ordered ids (UUID version 7, RFC 9562): rows made together lie together on disk. */
public final class UuidV7 {

  private static final SecureRandom RANDOM = new SecureRandom();

  private UuidV7() {}

  /** Returns a new id whose first 48 bits are the wall clock in milliseconds. */
  public static UUID next() {
    return at(System.currentTimeMillis());
  }

  static UUID at(long epochMillis) {
    long high = (epochMillis << 16) | 0x7000L | (RANDOM.nextInt(1 << 12));
    long low = (RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
