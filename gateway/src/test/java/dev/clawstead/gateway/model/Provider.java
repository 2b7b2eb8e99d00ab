package dev.clawstead.gateway.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A provider played by a test: answers what it is told to, in the order it is told. */
final class Provider implements AutoCloseable {

  private final HttpServer server;
  private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  Provider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** What it was asked. */
  record Asked(String path, Map<String, List<String>> headers, String body) {

    String header(String name) {
      return headers.entrySet().stream()
          .filter(e -> e.getKey().equalsIgnoreCase(name))
          .map(e -> e.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  interface Script {
    void play(HttpExchange exchange, OutputStream out) throws IOException;
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  Provider answers(int status, String json) {
    scripts.add(
        (exchange, out) -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
        });
    return this;
  }

  Provider streams(String... events) {
    return plays(
        (exchange, out) -> {
          for (String event : events) {
            out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
          }
        });
  }

  /** Begins a stream and lets the script go on with it. */
  Provider plays(Script script) {
    scripts.add(
        (exchange, none) -> {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          script.play(exchange, exchange.getResponseBody());
        });
    return this;
  }

  /** Forgets what it was asked, and what it was to answer. */
  void forget() {
    scripts.clear();
    asked.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(
          new Asked(
              exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
      Script script = scripts.poll();
      if (script == null) {
        exchange.sendResponseHeaders(500, -1);
      } else {
        script.play(exchange, OutputStream.nullOutputStream());
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
