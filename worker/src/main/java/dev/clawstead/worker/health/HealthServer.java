package dev.clawstead.worker.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;

/** Answers {@code /healthz} (the process lives) and {@code /readyz} (it can work). */
public final class HealthServer implements SmartLifecycle {

  private final HttpServer server;
  private volatile boolean running;

  /** {@code problem} says why the worker cannot work; empty when it can. */
  public HealthServer(String listen, Supplier<String> problem) {
    try {
      server = HttpServer.create(address(listen), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on " + listen + " (clawstead.worker.listen): " + e.getMessage(), e);
    }
    server.createContext("/healthz", exchange -> answer(exchange, 200, "{\"status\":\"up\"}"));
    server.createContext("/readyz", exchange -> readiness(exchange, problem.get()));
    server.createContext("/", exchange -> answer(exchange, 404, "{\"status\":404}"));
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static InetSocketAddress address(String listen) {
    int colon = listen.lastIndexOf(':');
    if (colon < 0 || !listen.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "clawstead.worker.listen must be host:port, but is " + listen);
    }
    return new InetSocketAddress(
        listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
  }

  private static void readiness(HttpExchange exchange, String problem) throws IOException {
    if (problem.isEmpty()) {
      answer(exchange, 200, "{\"status\":\"ready\"}");
    } else {
      String safe = problem.replaceAll("[\"\\\\\\p{Cntrl}]", " ");
      answer(
          exchange,
          503,
          "{\"type\":\"about:blank\",\"title\":\"Not ready\",\"status\":503,\"detail\":\""
              + safe
              + "\"}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      String type = status < 400 ? "application/json" : "application/problem+json";
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void start() {
    server.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    server.stop(0);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Up before everything else and down after it, so that supervisors always get an answer. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}
