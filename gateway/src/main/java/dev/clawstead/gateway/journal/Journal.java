package dev.clawstead.gateway.journal;

import dev.clawstead.db.spending.Attempt;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
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
 * One thread writes what has come in since its last write, another syncs what was written since its
 * last sync, so that many attempts share one of each.
 */
public final class Journal implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long SEGMENT_BYTES = 32L << 20;
  private static final int WRITES_MAX = 4_096;
  private static final long IDLE_MILLIS = 50;

  private final Segments segments;
  private final long segmentBytes;
  private final LinkedBlockingQueue<Write> writes = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<CompletableFuture<Void>> unsynced = new LinkedBlockingQueue<>();

  /** The attempts that have begun and not ended, with the number of the file that says so. */
  private final Map<UUID, Long> open = new ConcurrentHashMap<>();

  private final Thread writer;
  private final Thread syncer;
  private volatile boolean closing;
  private volatile @Nullable IOException problem;
  private volatile Position written;
  private volatile Position synced;
  private volatile FileChannel channel;

  private Journal(Segments segments, long number, long segmentBytes) throws IOException {
    this.segments = segments;
    this.segmentBytes = segmentBytes;
    this.channel = segments.create(number);
    this.written = new Position(number, 0);
    this.synced = written;
    this.writer = Thread.ofPlatform().daemon().name("journal-writer").start(this::write);
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
    Segments segments = new Segments(folder);
    Recovery recovery = Recovery.of(segments);
    Journal journal = new Journal(segments, recovery.lastSegment() + 1, segmentBytes);
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Attempt cut : recovery.cut()) {
      ends.add(journal.submit(new Entry.Ended(cut), true));
    }
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
    if (!ends.isEmpty()) {
      LOG.warn("{} attempts were cut by the last end of this gateway", ends.size());
    }
    return journal;
  }

  /**
   * Records that an attempt is about to be made. Completes once a crash of this process cannot lose
   * it; until then the provider must not be called.
   */
  public CompletableFuture<Void> begin(Attempt attempt) {
    return submit(new Entry.Begun(attempt), false);
  }

  /** Records what an attempt has used so far, for the case that nothing else will be known. */
  public void progress(UUID attempt, TokenUse use, Spend spend) {
    var _ = submit(new Entry.Progress(attempt, use, spend), false);
  }

  /**
   * Records the end of an attempt. Completes once it is on the disk; until then the last byte of
   * the answer must not leave.
   */
  public CompletableFuture<Void> end(Attempt attempt) {
    return submit(new Entry.Ended(attempt), true);
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

  /** Deletes the files before this one that no open attempt needs. */
  void forgetBefore(long number) throws IOException {
    for (long old : segments.all().headMap(number).keySet()) {
      if (!open.containsValue(old)) {
        segments.delete(old);
      }
    }
  }

  private CompletableFuture<Void> submit(Entry entry, boolean toDisk) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    writes.add(new Write(entry, ByteBuffer.wrap(EntryCodec.frame(entry)), toDisk, done));
    return done;
  }

  private void write() {
    List<Write> batch = new ArrayList<>(WRITES_MAX);
    while (!closing || !writes.isEmpty()) {
      try {
        Write first = writes.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        writes.drainTo(batch, WRITES_MAX - 1);
        append(batch);
        problem = null;
      } catch (IOException e) {
        refuse(batch, e);
      } catch (InterruptedException e) {
        closing = true;
      }
      batch.clear();
    }
  }

  private void append(List<Write> batch) throws IOException {
    int bytes = batch.stream().mapToInt(w -> w.frame.remaining()).sum();
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    batch.forEach(w -> buffer.put(w.frame.duplicate()));
    buffer.flip();
    if (written.offset >= segmentBytes) {
      roll();
    }
    Position start = written;
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer, start.offset + buffer.position());
      }
    } catch (IOException e) {
      // What was written in part is written over by the next attempt to write.
      channel.truncate(start.offset);
      throw e;
    }
    for (Write w : batch) {
      switch (w.entry) {
        case Entry.Begun begun -> open.put(begun.id(), start.segment);
        case Entry.Ended ended -> open.remove(ended.id());
        case Entry.Progress progress -> {}
      }
    }
    written = new Position(start.segment, start.offset + bytes);
    for (Write w : batch) {
      if (w.toDisk) {
        unsynced.add(w.done);
      } else {
        w.done.complete(null);
      }
    }
  }

  /** A full file is synced once more and closed; the next is begun. */
  private void roll() throws IOException {
    FileChannel next = segments.create(written.segment + 1);
    FileChannel full = channel;
    full.force(false);
    channel = next;
    written = new Position(written.segment + 1, 0);
    full.close();
  }

  private void refuse(List<Write> batch, IOException e) {
    if (problem == null) {
      LOG.error("the journal cannot be written, so no model is called: {}", e.toString());
    }
    problem = e;
    batch.forEach(w -> w.done.completeExceptionally(e));
  }

  private void sync() {
    List<CompletableFuture<Void>> batch = new ArrayList<>();
    while (!closing || !unsynced.isEmpty() || writer.isAlive()) {
      try {
        CompletableFuture<Void> first = unsynced.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        unsynced.drainTo(batch);
        force();
        batch.forEach(done -> done.complete(null));
      } catch (IOException e) {
        problem = e;
        LOG.error("the journal cannot be synced: {}", e.toString());
        batch.forEach(done -> done.completeExceptionally(e));
      } catch (InterruptedException e) {
        closing = true;
      }
      batch.clear();
    }
  }

  private void force() throws IOException {
    while (true) {
      // Read before the sync: it covers what was written by then, and maybe more.
      Position reached = written;
      FileChannel current = channel;
      try {
        current.force(false);
        synced = reached;
        return;
      } catch (ClosedChannelException e) {
        if (channel.equals(current)) {
          throw e;
        }
        // The writer has rolled, and has synced what it closed; what matters is in the next file.
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      writer.join();
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

  private record Write(
      Entry entry, ByteBuffer frame, boolean toDisk, CompletableFuture<Void> done) {}
}
