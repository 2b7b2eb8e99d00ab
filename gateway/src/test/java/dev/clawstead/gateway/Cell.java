package dev.clawstead.gateway;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An agent played by a test: it sees every byte that arrives and decides every byte that leaves.
 */
public final class Cell implements Closeable {

  /** Plays the agent for one request. */
  public interface Script {

    void serve(Wire wire, String head) throws IOException, InterruptedException;
  }

  /** Both directions of a connection. */
  public record Wire(InputStream in, OutputStream out, Socket socket) {

    /** Sends these lines, joined as HTTP joins them. */
    public void send(String... lines) throws IOException {
      out.write(String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    public String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (b != '\r') {
          line.append((char) b);
        }
      }
      return line.toString();
    }

    public String bytes(int count) throws IOException {
      return new String(in.readNBytes(count), StandardCharsets.ISO_8859_1);
    }
  }

  private final ServerSocket server;
  private final Script script;
  private final Thread acceptor;
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  public final AtomicInteger connections = new AtomicInteger();

  private Cell(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.acceptor = Thread.ofVirtual().start(this::accept);
  }

  public static Cell that(Script script) {
    try {
      return new Cell(script);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers everything with this text. */
  public static Cell saying(String text) {
    return that((wire, head) -> wire.send(ok(text)));
  }

  public static String ok(String text) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
        + text.length()
        + "\r\n\r\n"
        + text;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The head of the next request that arrived, with names as they came. */
  public String head() throws InterruptedException {
    String head = heads.poll(30, TimeUnit.SECONDS);
    if (head == null) {
      throw new AssertionError("no request reached the cell");
    }
    return head;
  }

  /** What it saw so far is of no interest. */
  public void forget() {
    heads.clear();
  }

  public boolean sawNothing() {
    return heads.isEmpty();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed by the test.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      Wire wire =
          new Wire(
              new BufferedInputStream(socket.getInputStream()), socket.getOutputStream(), socket);
      for (String head = readHead(wire); !head.isEmpty(); head = readHead(wire)) {
        heads.add(head);
        script.serve(wire, head);
      }
    } catch (IOException | InterruptedException e) {
      // The other side went away, which tests see on their side.
    }
  }

  private static String readHead(Wire wire) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = wire.line(); !line.isEmpty(); line = wire.line()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    try {
      // The port is refused only once nobody waits on it any more; until then one more gets in.
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
