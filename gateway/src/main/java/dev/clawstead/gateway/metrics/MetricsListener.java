package dev.clawstead.gateway.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tells the figures at {@code GET /metrics}, on an address of their own that customers and cells do
 * not reach.
 */
public final class MetricsListener implements AutoCloseable {

  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Metrics metrics;
  private final HttpServer server;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("metrics").factory());

  private MetricsListener(Metrics metrics, InetSocketAddress address) throws IOException {
    this.metrics = metrics;
    this.server = HttpServer.create(address, 16);
    server.setExecutor(thread);
    server.createContext("/metrics", this::answer);
    server.start();
  }

  /** Serves there; fails when the address cannot be had. */
  public static MetricsListener start(Metrics metrics, InetSocketAddress address)
      throws IOException {
    return new MetricsListener(metrics, address);
  }

  /** Where it listens, with the port that was really given. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean known =
          exchange.getRequestMethod().equals("GET")
              && exchange.getRequestURI().getPath().equals("/metrics");
      if (!known) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] text = metrics.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", TYPE);
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
