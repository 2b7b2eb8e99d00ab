package dev.clawstead.bench;

import dev.clawstead.bench.Line.Due;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Clients that each send their next request when they have the answer to the last. */
final class ClosedLoop implements Line.Load {

  private static final int OK = 200;
  private static final int LOST = 0;
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration LAST_ANSWER = Duration.ofSeconds(30);

  private final Histogram nanos = new Histogram(3);
  private final List<Client> clients = new ArrayList<>();
  private final EventLoop loop;
  private CompletableFuture<Void> over = new CompletableFuture<>();
  private boolean recording;
  private long until;
  private int open;
  private long answered;
  private long failures;

  /** One client for each of these requests, which it sends again and again. */
  ClosedLoop(EventLoopGroup loops, InetSocketAddress to, List<ByteBuf> requests) {
    this.loop = loops.next();
    for (ByteBuf request : requests) {
      Line line = new Line(this);
      line.connect(loop, to);
      clients.add(new Client(line, request));
    }
  }

  /** Sends for this long and waits for the last answers; returns the good answers in a second. */
  double run(Duration time, boolean record) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    long good = round(begin + time.toNanos(), record, time.plus(LAST_ANSWER));
    return good * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
  }

  /** Every client sends once, all at the same time; returns how many good answers there were. */
  long once(Duration patience) throws IOException, InterruptedException {
    return round(System.nanoTime(), true, patience);
  }

  /** Every client sends once; returns how many good answers had begun when all had, or in time. */
  long begin(Duration patience) throws InterruptedException {
    loop.execute(() -> clients.forEach(client -> send(client.line, client.request)));
    long end = System.nanoTime() + patience.toNanos();
    long begun = 0;
    while (begun < clients.size() && System.nanoTime() - end < 0) {
      begun =
          loop.submit(() -> clients.stream().filter(one -> one.line.status() == OK).count())
              .await()
              .getNow();
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return begun;
  }

  private long round(long end, boolean record, Duration patience)
      throws IOException, InterruptedException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          over = done;
          recording = record;
          until = end;
          answered = 0;
          open = clients.size();
          clients.forEach(client -> send(client.line, client.request));
        });
    try {
      done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("some requests are not answered at all", e);
    }
    return answered;
  }

  private static void send(Line line, ByteBuf request) {
    line.send(new Due(System.nanoTime(), request));
  }

  @Override
  public void answered(Line line, Due due, int status) {
    if (status != OK) {
      failures++;
    } else {
      answered++;
      if (recording) {
        nanos.recordValue(-due.left());
      }
    }
    if (status != LOST && System.nanoTime() - until < 0) {
      send(line, due.request());
    } else if (--open == 0) {
      over.complete(null);
    }
  }

  /** Ends every connection. */
  void close() {
    clients.forEach(client -> client.line.close());
  }

  /** What was recorded, to be read when nothing runs. */
  Histogram nanos() {
    return nanos;
  }

  long failures() {
    return failures;
  }

  private record Client(Line line, ByteBuf request) {}
}
