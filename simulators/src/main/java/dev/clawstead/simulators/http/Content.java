package dev.clawstead.simulators.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of a request's body; they become text only for somebody who reads text. */
public final class Content {

  private volatile byte[] bytes;

  Content(byte[] bytes) {
    this.bytes = bytes;
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public InputStream stream() {
    return new ByteArrayInputStream(bytes);
  }

  /** Lets the bytes go once they are read: an answer may stream for minutes. */
  public void forget() {
    bytes = new byte[0];
  }
}
