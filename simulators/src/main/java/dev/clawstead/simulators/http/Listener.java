package dev.clawstead.simulators.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.clawstead.simulators.fault.Fault;
import dev.clawstead.simulators.fault.Faults;
import dev.clawstead.simulators.state.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** One port: the vendor's API, {@code /faults}, {@code /truth} and {@code /healthz}. */
public final class Listener implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Listener.class.getName());
  private static final ObjectMapper JSON = Json.mapper();

  static {
    // Without this the JDK's server waits for the peer's delayed ACK: 40 ms an answer.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // The JDK's server closes what it holds idle beyond 200: clients with a pool would reconnect.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
  }

  private final HttpServer server;
  private final Api api;
  private final Truth truth;
  private final Faults faults;

  public Listener(InetSocketAddress address, Api api, Truth truth) throws IOException {
    this.api = api;
    this.truth = truth;
    this.faults = new Faults(api.traits());
    try {
      this.server = HttpServer.create(address, 4096);
    } catch (BindException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    faults.clear();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      Request request = Reading.of(exchange);
      Optional<Answer> own =
          own(request, exchange.getRemoteAddress().getAddress().isLoopbackAddress());
      if (own.isPresent()) {
        send(exchange, own.get(), null);
      } else {
        answer(exchange, request);
      }
    } catch (CutByFault e) {
      // Not closed, which would end the body in good order: the server drops what fails.
      throw e;
    } catch (IOException | InterruptedException e) {
      LOG.log(Level.DEBUG, "the client went away", e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, exchange.getRequestMethod() + " " + exchange.getRequestURI(), e);
    }
    exchange.close();
  }

  /** Paths that are the simulator's own; they are nobody's but this machine's. */
  private Optional<Answer> own(Request request, boolean local) {
    if (request.path().equals("/healthz")) {
      return Optional.of(Answer.ok(JsonNodeFactory.instance.objectNode().put("status", "ok")));
    }
    if (!request.path().equals("/truth") && !request.path().equals("/faults")) {
      return Optional.empty();
    }
    if (!local) {
      return Optional.of(Answer.problem(403, request.path() + " answers on loopback only"));
    }
    return Optional.of(request.path().equals("/truth") ? truth.answer(request) : faults(request));
  }

  private Answer faults(Request request) {
    switch (request.method()) {
      case "GET" -> {
        return Answer.ok(faults.list());
      }
      case "POST" -> {
        try {
          return Answer.of(201, faults.add(JSON.readTree(request.body())));
        } catch (JsonProcessingException | IllegalArgumentException e) {
          return Answer.problem(422, "unreadable fault: " + e.getMessage());
        }
      }
      case "DELETE" -> {
        Optional<String> id = request.query("id");
        if (id.isPresent() && !faults.remove(id.get())) {
          return Answer.problem(404, "there is no fault " + id.get());
        }
        if (id.isEmpty()) {
          faults.clear();
          api.release();
        }
        return Answer.noContent();
      }
      default -> {
        return Answer.problem(405, "use GET, POST or DELETE");
      }
    }
  }

  private void answer(HttpExchange exchange, Request request)
      throws IOException, InterruptedException {
    Optional<Fault> fault =
        faults.take(request.method(), request.path(), name -> api.trait(request, name));
    if (fault.isEmpty()) {
      send(exchange, api.answer(request), null);
      return;
    }
    Fault rule = fault.get();
    if (!rule.after()) {
      Thread.sleep(rule.delayMillis());
    }
    Answer answer = rule.works() ? api.answer(request.with(rule)) : refusal(request, rule);
    if (rule.after()) {
      Thread.sleep(rule.delayMillis());
    }
    if (answer.flow() != null && !rule.losesAnswer()) {
      send(exchange, answer, rule);
      return;
    }
    switch (rule.effect()) {
      case LOST_ANSWER -> exchange.close();
      case CUT -> cut(exchange, answer);
      case GARBAGE ->
          write(exchange, 200, "<html>bad gateway</html>".getBytes(StandardCharsets.UTF_8));
      case STATUS, OUT_OF_CAPACITY ->
          send(exchange, rule.works() ? refusal(request, rule) : answer, null);
      case MALFORMED_CHUNK -> write(exchange, answer.status(), half(answer));
      case STALL -> {
        faults.await(rule);
        send(exchange, answer, null);
      }
      case SLOW, STUCK_ACTION, FAIL_ACTION, NO_USAGE -> send(exchange, answer, null);
    }
  }

  private Answer refusal(Request request, Fault rule) {
    Answer refusal = api.refuse(request, rule);
    return rule.retryAfterSeconds() == 0
        ? refusal
        : refusal.with(Map.of("Retry-After", Integer.toString(rule.retryAfterSeconds())));
  }

  private void send(HttpExchange exchange, Answer answer, @Nullable Fault fault)
      throws IOException, InterruptedException {
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    if (answer.flow() != null) {
      exchange.sendResponseHeaders(answer.status(), 0);
      answer.flow().send(new Pieces(exchange.getResponseBody(), faults, fault));
      return;
    }
    if (answer.body() == null) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    write(exchange, answer.status(), JSON.writeValueAsBytes(answer.body()));
  }

  private static void write(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private static byte[] half(Answer answer) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(answer.body());
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  private static void cut(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(answer.body());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    // Not closed here: closing a body that is too short is how the server drops the connection.
    exchange.getResponseBody().write(Arrays.copyOf(bytes, bytes.length / 2));
    exchange.getResponseBody().flush();
  }
}
