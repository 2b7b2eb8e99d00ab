package dev.clawstead.bench;

import dev.clawstead.bench.Line.Due;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Sends requests when they are due, whether or not earlier ones were answered, and times each from
 * the moment it was due, so that a stall is not hidden.
 */
final class OpenLoop implements Line.Load {

  private static final int OK = 200;
  private static final long LAST_ANSWER_SECONDS = 10;

  private final Histogram nanos = new Histogram(3);
  private final ArrayDeque<Line> free = new ArrayDeque<>();
  private final ArrayDeque<Due> waiting = new ArrayDeque<>();
  private final EventLoop loop;
  private final Supplier<ByteBuf> requests;
  private long open;
  private long failures;
  private boolean recording;

  /** Opens this many kept connections to the target. */
  OpenLoop(EventLoopGroup loops, InetSocketAddress to, int lines, Supplier<ByteBuf> requests) {
    this.requests = requests;
    this.loop = loops.next();
    for (int i = 0; i < lines; i++) {
      Line line = new Line(this);
      line.connect(loop, to);
      loop.execute(() -> free.add(line));
    }
  }

  /** Sends at this rate for this long, then waits until everything is answered. */
  void run(int perSecond, Duration time, boolean record) throws IOException, InterruptedException {
    loop.submit(() -> recording = record).await();
    long begin = System.nanoTime();
    long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long count = time.toNanos() / gap;
    for (long i = 0; i < count; i++) {
      Due due = new Due(begin + i * gap, requests.get());
      for (long left = due.left(); left > 0; left = due.left()) {
        LockSupport.parkNanos(left);
      }
      loop.execute(() -> send(due));
    }
    awaitAnswers();
  }

  private void awaitAnswers() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_ANSWER_SECONDS);
    while (!loop.submit(() -> open == 0).await().getNow()) {
      if (System.nanoTime() > end) {
        throw new IOException("some requests are not answered at all");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private void send(Due due) {
    open++;
    Line line = free.poll();
    if (line == null) {
      waiting.add(due);
    } else {
      line.send(due);
    }
  }

  /** The next request that waits for a line gets this one. */
  @Override
  public void answered(Line line, Due due, int status) {
    open--;
    if (status != OK) {
      failures++;
    } else if (recording) {
      nanos.recordValue(-due.left());
    }
    Due next = waiting.poll();
    if (next == null) {
      free.add(line);
    } else {
      line.send(next);
    }
  }

  /** What was recorded, to be read when nothing runs. */
  Histogram nanos() {
    return nanos;
  }

  long failures() {
    return failures;
  }
}
