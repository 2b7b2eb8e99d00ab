package dev.clawstead.gateway.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address that cells may reach. It lies on a network that is made only with the first node, so
 * it is tried again until it can be bound.
 */
public final class CellListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CellListener.class);

  private final InetSocketAddress address;
  private final Binder binder;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cell-listener").factory());
  private volatile @Nullable InetSocketAddress bound;
  private volatile String problem = "not tried yet";

  private CellListener(InetSocketAddress address, Binder binder) {
    this.address = address;
    this.binder = binder;
  }

  /** Binds the address now or as soon as it exists. */
  public static CellListener start(InetSocketAddress address, Binder binder) {
    CellListener listener = new CellListener(address, binder);
    listener.bind();
    return listener;
  }

  private void bind() {
    try {
      InetSocketAddress here = binder.listen(address);
      bound = here;
      problem = "";
      LOG.info("cells may reach {}", here);
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
    InetSocketAddress here = bound;
    return here == null ? address : here;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** Whoever serves what cells ask for. */
  public interface Binder {

    /** Serves on this address and says where that is; fails while it cannot be had. */
    InetSocketAddress listen(InetSocketAddress address) throws IOException;
  }
}
