package dev.clawstead.api;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A provider whose list of models is open to whoever brings the right key. */
final class FakeProvider implements AutoCloseable {

  static final String KEY = "sk-planted-0123456789abcdef";

  private final HttpServer server;
  final List<String> asked = new CopyOnWriteArrayList<>();
  volatile int trouble;

  FakeProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            String plain = exchange.getRequestHeaders().getFirst("x-api-key");
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            boolean known = ("Bearer " + KEY).equals(bearer) || KEY.equals(plain);
            exchange.sendResponseHeaders(trouble > 0 ? trouble : known ? 200 : 401, -1);
          }
        });
    server.start();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
