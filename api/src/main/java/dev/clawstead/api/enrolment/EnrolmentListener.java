package dev.clawstead.api.enrolment;

import com.sun.net.httpserver.HttpServer;
import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.db.enrolment.Enrolments;
import dev.clawstead.secrets.PlatformSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * A small server of its own on the address that nodes can reach: nothing else of the API answers
 * there, and enrolment answers nowhere else. The address may appear long after we start.
 */
@Component
class EnrolmentListener implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(EnrolmentListener.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final int BACKLOG = 64;

  private final ApiSettings settings;
  private final Enrolments enrolments;
  private final PlatformSecret secret;
  private final Clock clock;
  private volatile boolean running;
  private volatile @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  EnrolmentListener(
      ApiSettings settings, Enrolments enrolments, PlatformSecret secret, Clock clock) {
    this.settings = settings;
    this.enrolments = enrolments;
    this.secret = secret;
    this.clock = clock;
  }

  @Override
  public void start() {
    ApiSettings.Enrolment enrolment = settings.enrolment();
    running = true;
    if (enrolment != null) {
      Thread.ofVirtual().name("enrolment-bind").start(() -> bind(enrolment.address()));
    }
  }

  /** Where it answers by now, if it does. */
  @Nullable InetSocketAddress address() {
    HttpServer bound = server;
    return bound == null ? null : bound.getAddress();
  }

  private void bind(InetSocketAddress address) {
    boolean told = false;
    while (running) {
      try {
        serve(address);
        LOG.info("nodes enrol at {}", address);
        return;
      } catch (IOException e) {
        if (!told) {
          LOG.warn("nodes cannot enrol yet, {}: {}", address, e.getMessage());
          told = true;
        }
        LockSupport.parkNanos(AGAIN_AFTER.toNanos());
      }
    }
  }

  private synchronized void serve(InetSocketAddress address) throws IOException {
    EnrolmentHandler handler =
        new EnrolmentHandler(enrolments, secret, clock, settings.certificateAuthority());
    HttpServer made =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getByName(address.getHostString()), address.getPort()),
            BACKLOG);
    if (!running) {
      made.stop(0);
      return;
    }
    ExecutorService perRequest = Executors.newVirtualThreadPerTaskExecutor();
    made.setExecutor(perRequest);
    made.createContext("/", handler);
    made.start();
    threads = perRequest;
    server = made;
  }

  @Override
  public synchronized void stop() {
    running = false;
    HttpServer bound = server;
    if (bound != null) {
      bound.stop(0);
      server = null;
    }
    if (threads != null) {
      threads.shutdownNow();
      threads = null;
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
