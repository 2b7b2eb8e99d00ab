package dev.clawstead.activities.docker;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Carries TCP to the engine's socket. When told so, it lets one request through and drops the
 * connection as soon as the engine answers: the work is done, the answer is lost.
 */
final class CuttingProxy implements Closeable {

  private static final Pattern NEVER = Pattern.compile("(?!)");

  private final Path engine;
  private final ServerSocketChannel server;
  private final AtomicReference<Pattern> cutNext = new AtomicReference<>(NEVER);
  private volatile boolean refusing;

  CuttingProxy(Path engine) throws IOException {
    this.engine = engine;
    this.server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() throws IOException {
    return URI.create(
        "tcp://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort());
  }

  /** Loses the answer to the next request whose first line matches. */
  void loseAnswerTo(String requestLine) {
    cutNext.set(Pattern.compile(requestLine));
  }

  boolean hasCut() {
    return cutNext.get() == NEVER;
  }

  /** From now on every connection is dropped, as if the node were away. */
  void refuse(boolean isAway) {
    refusing = isAway;
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        if (refusing) {
          client.close();
        } else {
          carry(client);
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void carry(SocketChannel client) throws IOException {
    SocketChannel docker = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      docker.connect(UnixDomainSocketAddress.of(engine));
    } catch (IOException noEngine) {
      docker.close();
      client.close();
      return;
    }
    AtomicBoolean cut = new AtomicBoolean();
    Thread.ofVirtual().start(() -> pump(client, docker, cut, true));
    Thread.ofVirtual().start(() -> pump(docker, client, cut, false));
  }

  private void pump(ByteChannel from, ByteChannel to, AtomicBoolean cut, boolean isRequest) {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        if (isRequest) {
          String text = StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
          Pattern pattern = Objects.requireNonNull(cutNext.get());
          if (pattern.matcher(text.lines().findFirst().orElse("")).find()) {
            cutNext.set(NEVER);
            cut.set(true);
          }
        } else if (cut.get() || refusing) {
          return;
        }
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException eitherEndClosed) {
      // The other direction ends with it.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
