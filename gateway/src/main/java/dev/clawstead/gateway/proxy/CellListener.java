package dev.clawstead.gateway.proxy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address that cells may reach. It lies on a network that is made only with the first node, so
 * it is tried again until it can be bound. It serves nothing but its own health.
 */
public final class CellListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CellListener.class);
  private static final int BACKLOG = 128;

  private final InetSocketAddress address;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cell-listener").factory());
  private volatile @Nullable HttpServer server;
  private volatile String problem = "not tried yet";

  private CellListener(InetSocketAddress address) {
    this.address = address;
  }

  /** Binds the address now or as soon as it exists. */
  public static CellListener start(InetSocketAddress address) {
    CellListener listener = new CellListener(address);
    listener.bind();
    return listener;
  }

  private void bind() {
    try {
      HttpServer bound = HttpServer.create(address, BACKLOG);
      bound.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      bound.createContext(
          "/",
          exchange -> {
            boolean health = exchange.getRequestURI().getPath().equals("/healthz");
            byte[] body = (health ? "ok\n" : "not found\n").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(health ? 200 : 404, body.length);
            try (var out = exchange.getResponseBody()) {
              out.write(body);
            }
          });
      bound.start();
      server = bound;
      problem = "";
      LOG.info("cells may reach {}", bound.getAddress());
    } catch (IOException e) {
      if (!problem.equals(String.valueOf(e.getMessage()))) {
        problem = String.valueOf(e.getMessage());
        LOG.warn("cells cannot reach {} yet: {}", address, problem);
      }
      var _ = clock.schedule(this::bind, 1, TimeUnit.SECONDS);
    }
  }

  /** Empty when it listens, else why not. */
  public String problem() {
    return problem;
  }

  /** Where it listens, or would. */
  public InetSocketAddress address() {
    HttpServer bound = server;
    return bound == null ? address : bound.getAddress();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    HttpServer bound = server;
    if (bound != null) {
      bound.stop(0);
    }
  }
}
