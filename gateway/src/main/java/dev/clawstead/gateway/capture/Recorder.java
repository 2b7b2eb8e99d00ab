package dev.clawstead.gateway.capture;

import dev.clawstead.db.capture.Captures.Wish;
import dev.clawstead.db.capture.Contents;
import dev.clawstead.db.capture.Contents.Sealed;
import dev.clawstead.gateway.metrics.Counts;
import dev.clawstead.gateway.metrics.Metrics;
import dev.clawstead.secrets.ContentPart;
import io.netty.buffer.ByteBuf;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is said in calls whose owners wish it. One thread seals and writes; what it cannot
 * write soon enough is lost and counted, so that neither a call nor the memory waits for
 * PostgreSQL.
 */
public final class Recorder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** All of it that is in memory: calls under way, and those that wait to be written. */
  private static final long ROOM_BYTES = 16L << 20;

  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);
  private static final long LOOKS_EVERY_MILLIS = 200;

  private final Contents contents;
  private final Clock clock;
  private final Counts counts;
  private final AtomicLong free = new AtomicLong(ROOM_BYTES);
  private final BlockingQueue<Recording> line = new LinkedBlockingQueue<>();
  private final Thread writer = Thread.ofPlatform().daemon().name("recorder").unstarted(this::run);
  private volatile Map<UUID, WishedFor> wishes = Map.of();
  private volatile boolean closed;
  private boolean losing;

  private Recorder(Contents contents, Metrics metrics, Clock clock) {
    this.contents = contents;
    this.clock = clock;
    this.counts =
        metrics.counts(
            "clawstead_model_contents_total",
            "Calls whose content was to be kept, by what became of it.",
            "outcome");
    metrics.gauge(
        "clawstead_model_content_bytes",
        "Memory taken for content that is to be kept.",
        () -> ROOM_BYTES - free.get());
  }

  /** Starts to keep. */
  public static Recorder start(Contents contents, Metrics metrics, Clock clock) {
    Recorder recorder = new Recorder(contents, metrics, clock);
    recorder.writer.start();
    return recorder;
  }

  /** From now on these are the owners' wishes. */
  public void wished(List<Wish> live) {
    Map<UUID, WishedFor> now = new HashMap<>();
    Map<UUID, WishedFor> before = wishes;
    for (Wish wish : live) {
      WishedFor known = before.get(wish.instance());
      boolean same = known != null && known.wish().id().equals(wish.id());
      now.put(
          wish.instance(),
          same && known != null ? new WishedFor(wish, known.seal()) : WishedFor.of(wish));
    }
    wishes = now.isEmpty() ? Map.of() : now;
  }

  /** A call of this agent begins; null when nobody wishes it to be kept. */
  public @Nullable Recording begin(UUID instance, ByteBuf request) {
    WishedFor wish = wishes.get(instance);
    if (wish == null || !wish.wish().until().isAfter(clock.instant())) {
      return null;
    }
    Recording recording = new Recording(this, wish);
    recording.asked(request);
    return recording;
  }

  boolean take(long bytes) {
    if (free.addAndGet(-bytes) >= 0) {
      return true;
    }
    free.addAndGet(bytes);
    return false;
  }

  void giveBack(long bytes) {
    free.addAndGet(bytes);
  }

  /** There was no room for it. */
  void lost() {
    counts.one("no-room");
  }

  void write(Recording recording) {
    line.add(recording);
  }

  private void run() {
    while (!closed || !line.isEmpty()) {
      try {
        Recording next = line.poll(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          keep(next);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void keep(Recording recording) {
    try {
      boolean kept = contents.keep(recording.wish().wish().id(), sealed(recording));
      counts.one(kept ? "kept" : "refused");
      if (losing) {
        losing = false;
        LOG.info("content is kept again");
      }
    } catch (DataAccessException e) {
      counts.one("no-database");
      if (!losing) {
        losing = true;
        LOG.warn("content that owners wished to keep is lost: PostgreSQL does not answer");
      }
    } catch (RuntimeException e) {
      counts.one("failed");
      LOG.error("content cannot be kept: {}", e.getClass().getName());
    } finally {
      giveBack(recording.taken());
    }
  }

  private static Sealed sealed(Recording recording) {
    UUID attempt = Objects.requireNonNull(recording.attempt());
    WishedFor wish = recording.wish();
    byte[] answer = recording.answer();
    return new Sealed(
        attempt,
        wish.wish().instance(),
        wish.seal().seal(ContentPart.REQUEST, attempt, recording.request()),
        answer.length == 0 ? null : wish.seal().seal(ContentPart.RESPONSE, attempt, answer),
        recording.isTruncated());
  }

  @Override
  public void close() {
    closed = true;
    try {
      if (!writer.join(CLOSES_WITHIN)) {
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
