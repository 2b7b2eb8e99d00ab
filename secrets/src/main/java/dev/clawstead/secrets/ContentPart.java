package dev.clawstead.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** One side of a model call. What is sealed as one does not open as the other. */
public enum ContentPart {
  REQUEST,
  RESPONSE;

  byte[] of(UUID attempt) {
    return (name().toLowerCase(Locale.ROOT) + "|" + attempt).getBytes(StandardCharsets.UTF_8);
  }
}
