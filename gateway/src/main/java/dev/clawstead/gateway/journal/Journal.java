package dev.clawstead.gateway.journal;

import dev.clawstead.db.spending.Attempt;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's own record of attempts, which survives its death. An attempt is in the file before
 * its provider is called, and on the disk, with what it used, before its answer's last byte leaves.
 * Whoever tells it something writes that himself, into the page cache, which takes microseconds; a
 * thread of its own syncs what was written since its last sync, so that many attempts share one.
 */
public final class Journal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long SEGMENT_BYTES = 8L << 20;
  private static final long IDLE_MILLIS = 50;

  /** Of no attempt: what is said of it counts for nothing. */
  private static final UUID NOBODY = new UUID(0, 0);

  private final Segments segments;
  private final LinkedBlockingQueue<CompletableFuture<Void>> unsynced = new LinkedBlockingQueue<>();

  /** The attempts that have begun and not ended, with the number of the file that says so. */
  private final Map<UUID, Long> open = new ConcurrentHashMap<>();

  private final Object writing = new Object();
  private final Thread syncer;
  private volatile boolean closing;
  private volatile @Nullable IOException problem;

  /** Both change only while {@link #writing} is held. */
  private volatile Position written;

  private FileChannel channel;

  private volatile Position synced;

  private Journal(Segments segments, long number) throws IOException {
    this.segments = segments;
    segments.prepare();
    this.channel = segments.create(number);
    segments.prepare();
    this.written = new Position(number, 0);
    this.synced = written;
    this.syncer = Thread.ofPlatform().daemon().name("journal-syncer").start(this::sync);
  }

  /**
   * Opens the journal in this folder. Attempts that an earlier process began and did not end are
   * ended now, as cut, with what was known of them.
   */
  public static Journal open(Path folder) throws IOException {
    return open(folder, SEGMENT_BYTES);
  }

  static Journal open(Path folder, long segmentBytes) throws IOException {
    Segments segments = new Segments(folder, segmentBytes);
    Recovery recovery = Recovery.of(segments);
    Journal journal = new Journal(segments, recovery.lastSegment() + 1);
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Attempt cut : recovery.cut()) {
      ends.add(journal.end(cut));
    }
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
    if (!ends.isEmpty()) {
      LOG.warn("{} attempts were cut by the last end of this gateway", ends.size());
    }
    return journal;
  }

  /**
   * Records that an attempt is about to be made: a crash of this process cannot lose it. Fails when
   * it cannot be written; then the provider must not be called.
   */
  public void begin(Attempt attempt) throws IOException {
    write(new Entry.Begun(attempt));
  }

  /** Records what an attempt has used so far, for the case that nothing else will be known. */
  public void progress(UUID attempt, TokenUse use, Spend spend) {
    try {
      write(new Entry.Progress(attempt, use, spend));
    } catch (IOException e) {
      LOG.debug("how far an attempt has come is not recorded: {}", e.toString());
    }
  }

  /**
   * Records the end of an attempt. Completes once it is on the disk; until then the last byte of
   * the answer must not leave.
   */
  public CompletableFuture<Void> end(Attempt attempt) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      write(new Entry.Ended(attempt));
      unsynced.add(done);
    } catch (IOException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  /** Why nothing can be recorded, or null; calls must be refused then. */
  public @Nullable String problem() {
    IOException what = problem;
    return what == null ? null : String.valueOf(what.getMessage());
  }

  /** How far it is on the disk. */
  Position synced() {
    return synced;
  }

  Segments segments() {
    return segments;
  }

  /** Gives back the files before this one that no open attempt needs. */
  void forgetBefore(long number) throws IOException {
    for (long old : segments.all().headMap(number).keySet()) {
      if (!open.containsValue(old)) {
        segments.retire(old);
      }
    }
  }

  private void write(Entry entry) throws IOException {
    byte[] frame = EntryCodec.frame(entry);
    synchronized (writing) {
      Position start = written;
      EntryCodec.seal(frame, start.segment);
      try {
        append(ByteBuffer.wrap(frame), start.offset);
      } catch (IOException e) {
        trouble("written", e);
        throw e;
      }
      switch (entry) {
        case Entry.Begun begun -> open.put(begun.id(), start.segment);
        case Entry.Ended ended -> open.remove(ended.id());
        case Entry.Progress progress -> {}
      }
      written = new Position(start.segment, start.offset + frame.length);
    }
  }

  private void append(ByteBuffer frame, long at) throws IOException {
    try {
      while (frame.hasRemaining()) {
        channel.write(frame, at + frame.position());
      }
    } catch (IOException e) {
      // What was written in part is written over by the next attempt to write.
      channel.truncate(at);
      throw e;
    }
  }

  private void trouble(String what, IOException e) {
    if (problem == null) {
      LOG.error("the journal cannot be {}, so no model is called: {}", what, e.toString());
    }
    problem = e;
  }

  private void sync() {
    List<CompletableFuture<Void>> batch = new ArrayList<>();
    while (!closing || !unsynced.isEmpty()) {
      try {
        CompletableFuture<Void> first = unsynced.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          unsynced.drainTo(batch);
          force();
          batch.forEach(done -> done.complete(null));
        } else if (problem != null) {
          tryAgain();
        }
      } catch (IOException e) {
        trouble("synced", e);
        batch.forEach(done -> done.completeExceptionally(e));
      } catch (InterruptedException e) {
        closing = true;
      }
      batch.clear();
    }
  }

  /** While there is trouble no call is made, so nobody else would find out that it is over. */
  private void tryAgain() throws IOException {
    write(new Entry.Progress(NOBODY, TokenUse.NONE, Spend.NONE));
    force();
    problem = null;
    LOG.info("the journal can be written again");
  }

  private void force() throws IOException {
    // Read before the sync: it covers what was written by then, and maybe more.
    Position reached = written;
    if (reached.offset >= segments.bytes()) {
      roll(reached.segment + 1);
      reached = new Position(reached.segment + 1, 0);
    } else {
      channel.force(false);
    }
    synced = reached;
  }

  /** Goes on in a new file; the full one is synced once more and closed. */
  private void roll(long number) throws IOException {
    FileChannel next = segments.create(number);
    try (FileChannel full = channel) {
      synchronized (writing) {
        channel = next;
        written = new Position(number, 0);
      }
      full.force(false);
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      syncer.join();
      channel.close();
    } catch (IOException e) {
      LOG.warn("the journal cannot be closed: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A byte in one of the files. */
  record Position(long segment, long offset) {}
}
