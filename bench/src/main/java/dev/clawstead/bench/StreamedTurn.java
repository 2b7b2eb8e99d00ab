package dev.clawstead.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One streamed call on a connection of its own, whose caller may go away in its middle. */
final class StreamedTurn {

  private static final int PATIENCE_MILLIS = 60_000;

  private StreamedTurn() {}

  /** How it ended for the caller. */
  enum End {
    /** The whole answer came. */
    WHOLE,
    /** An answer came that is no 200. */
    REFUSED,
    /** The caller went away, as it had meant to. */
    LEFT,
    /** The connection broke, or never came about. */
    BROKEN
  }

  /**
   * A request to be made.
   *
   * @param leaveAfter events of the answer after which the caller goes away; -1: before the answer
   */
  record Request(String path, String key, String id, String body, int leaveAfter) {

    private byte[] bytes() {
      byte[] sent = body.getBytes(StandardCharsets.UTF_8);
      String head =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + key
              + "\r\nX-Request-ID: "
              + id
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + sent.length
              + "\r\n\r\n";
      return (head + body).getBytes(StandardCharsets.UTF_8);
    }
  }

  static End make(InetSocketAddress to, Request request) {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(to);
      socket.getOutputStream().write(request.bytes());
      if (request.leaveAfter < 0) {
        return End.LEFT;
      }
      return read(new BufferedInputStream(socket.getInputStream()), request.leaveAfter);
    } catch (IOException e) {
      return End.BROKEN;
    }
  }

  /** Events end with an empty line, and the answer with an empty chunk. */
  private static End read(InputStream in, int leaveAfter) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200")) {
      return status.isEmpty() ? End.BROKEN : End.REFUSED;
    }
    while (!line(in).isEmpty()) {
      // The headers.
    }
    int events = 0;
    while (events < leaveAfter) {
      int size = Integer.parseInt(line(in), 16);
      if (size == 0) {
        return End.WHOLE;
      }
      String chunk = new String(in.readNBytes(size), StandardCharsets.UTF_8);
      events += chunk.split("\n\n", -1).length - 1;
      line(in);
    }
    return End.LEFT;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("the answer broke off");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }
}
