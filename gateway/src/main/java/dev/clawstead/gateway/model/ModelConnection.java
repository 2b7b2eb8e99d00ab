package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of somebody who calls models; takes one request after the other. */
// Writes and closes are void: a failed one closes the channel, which is where it is dealt with.
@SuppressWarnings("FutureReturnValueIgnored")
final class ModelConnection extends ChannelInboundHandlerAdapter implements Reply.Asker {

  private static final Logger LOG = LoggerFactory.getLogger(ModelConnection.class);
  private static final String NO_ROOM = "There is no room for a body of this size at the moment.";
  private static final byte[] OK = "ok\n".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** Slower than any line that carries 60 KB in every request. */
  private static final long SLOWEST_BYTES_PER_SECOND = 8 * 1024;

  /** The patience with the next piece of a body, so many times, is that with all of it: 5 min. */
  private static final int WHOLE_BODY = 10;

  /** But only so many times while others wait for the room it fills: 1 min. */
  private static final int WHOLE_BODY_IN_THE_WAY = 2;

  /** And so many times with others, until there is room for it: 2 min. */
  private static final int ROOM = 4;

  private final Channel channel;
  private final ModelSite site;
  private final Intake intake;
  private final Service service;
  private final ArrayDeque<Object> inbox = new ArrayDeque<>();
  private @Nullable Arrival arrival;
  private @Nullable Reply reply;
  private final Deadline deadline;
  private long bodySince;
  private long bodyBytes;

  /** Whether it is being asked who this is; the rest of the request waits. */
  private boolean asking;

  private boolean refused;
  private boolean bodyEnded;
  private boolean closed;

  ModelConnection(ModelSite site, Channel channel, ProviderClient providers) {
    this.channel = channel;
    this.site = site;
    this.intake = new Intake(site, channel.eventLoop(), this::gotRoom);
    this.deadline = new Deadline(channel.eventLoop(), this::tooLate);
    this.service = new Service(site, channel.eventLoop(), providers, intake);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    deadline.in(site.patience().firstRequest());
    channel.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (closed) {
      ReferenceCountUtil.release(message);
    } else {
      inbox.add(message);
      pump();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    expect();
    readMore();
  }

  /** Sets the clock for what the caller has to do next; while we are at work it stands still. */
  private void expect() {
    if (closed) {
      return;
    }
    if (service.isBusy()) {
      // But a caller that does not take its answer keeps its own clock.
      if (channel.isWritable()) {
        deadline.off();
      }
    } else if (intake.waits()) {
      deadline.in(leftOf(site.patience().body().multipliedBy(ROOM)));
    } else if (reply != null) {
      deadline.in(patienceWithBody());
    }
  }

  /**
   * A body that drips has to end as well: on the whole it must keep to the slowest pace and to a
   * time, which is shorter while others wait for the room that it fills.
   */
  private Duration patienceWithBody() {
    Duration next = site.patience().body();
    Duration paced = next.plusSeconds(bodyBytes / SLOWEST_BYTES_PER_SECOND);
    Duration longest =
        next.multipliedBy(intake.keepsOthersWaiting() ? WHOLE_BODY_IN_THE_WAY : WHOLE_BODY);
    Duration whole = paced.compareTo(longest) < 0 ? paced : longest;
    Duration left = leftOf(whole);
    return left.compareTo(next) < 0 ? left : next;
  }

  private Duration leftOf(Duration patience) {
    return patience.minusNanos(System.nanoTime() - bodySince);
  }

  private void tooLate() {
    Reply to = reply;
    if (to != null && !service.isBusy()) {
      to.refuse(intake.waits() ? Refusal.unavailable(NO_ROOM) : Refusal.tooSlow());
    } else {
      // Nothing was asked, or the answer is not taken: there is nobody to tell.
      channel.close();
    }
  }

  /** While a call is at work nothing but its connection's end is of interest. */
  private void readMore() {
    if (!asking && !intake.waits() && inbox.isEmpty()) {
      channel.read();
    }
  }

  private void gotRoom() {
    // That there was none before is not the caller's fault.
    bodySince = System.nanoTime();
    goOn();
  }

  private void goOn() {
    pump();
    expect();
    readMore();
  }

  private void pump() {
    while (!asking && !intake.waits() && !service.isBusy() && !closed) {
      Object message = inbox.poll();
      if (message == null) {
        return;
      }
      if (message instanceof HttpRequest head) {
        arrive(head);
      }
      if (message instanceof HttpContent content) {
        content(content);
      }
    }
  }

  private void arrive(HttpRequest head) {
    Arrival arrived = Arrival.of(head, site);
    if (!arrived.isStranger()) {
      begin(arrived);
      return;
    }
    asking = true;
    OnLoop.then(
        channel.eventLoop(),
        site.keysByNow().get(),
        (read, failed) -> {
          asking = false;
          if (!closed) {
            begin(Arrival.of(head, site));
            goOn();
          }
        });
  }

  private void begin(Arrival begun) {
    HttpRequest head = begun.head();
    refused = false;
    bodyEnded = false;
    bodyBytes = 0;
    bodySince = System.nanoTime();
    Reply to = new Reply(channel, begun, this, site.desk().figures().refusals());
    arrival = begun;
    reply = to;
    if (begun.isHealthProbe()) {
      bodyEnded = true;
      refused = true;
      to.ok(HttpHeaderValues.TEXT_PLAIN, OK);
      return;
    }
    Refusal refusal = begun.refusal();
    if (refusal != null) {
      to.refuse(refusal);
      return;
    }
    if (HttpUtil.is100ContinueExpected(head)) {
      channel.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    long length = HttpUtil.getContentLength(head, 0L);
    if (length > 0) {
      intake.expect(begun.whose(), length);
    } else if (HttpUtil.isTransferEncodingChunked(head)) {
      intake.expectUnknown(begun.whose());
    }
  }

  private void content(HttpContent content) {
    Reply to = reply;
    if (refused || to == null) {
      content.release();
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      to.refuse(Refusal.badRequest("The body's framing is broken."));
      return;
    }
    bodyBytes += content.content().readableBytes();
    intake.add(content.content());
    if (intake.isTooLarge()) {
      to.refuse(Refusal.tooLarge(site.sizes().bodyMax()));
    } else if (intake.isTooFine()) {
      to.refuse(Refusal.badRequest("The body comes in too many pieces."));
    } else if (content instanceof LastHttpContent) {
      bodyEnded = true;
      intake.whole();
      service.serve(Objects.requireNonNull(arrival), to);
    } else {
      intake.grow();
    }
  }

  /** A request whose body was not read to its end leaves bytes that nobody could tell apart. */
  @Override
  public boolean keepsOpen() {
    Arrival current = arrival;
    return current != null && bodyEnded && current.keepsAlive();
  }

  @Override
  public void refused() {
    refused = true;
  }

  /** A stream may last for minutes: its request must not fill the room of others meanwhile. */
  @Override
  public void answering() {
    intake.clear();
  }

  @Override
  public void answered() {
    boolean keep = keepsOpen();
    service.done();
    arrival = null;
    reply = null;
    intake.clear();
    if (keep) {
      channel.flush();
      deadline.in(site.patience().nextRequest());
      goOn();
    } else if (bodyEnded) {
      closed = true;
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      linger();
    }
  }

  /**
   * Closes after the caller has had time to read the answer: closing with unread bytes in the
   * socket would reset the connection and take the answer away.
   */
  private void linger() {
    closed = true;
    channel
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              }
            });
    channel.eventLoop().schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    channel.read();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      if (service.isBusy()) {
        deadline.off();
      }
      service.writable();
    } else {
      deadline.in(site.patience().stalledClient());
    }
  }

  /** The caller ended its side: a request that was not whole never will be. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event != ChannelInputShutdownEvent.INSTANCE) {
      return;
    }
    Reply to = reply;
    if (to != null && !service.isBusy() && !closed) {
      to.refuse(Refusal.badRequest("The request ended before its body did."));
    } else if (!closed) {
      // Nobody waits for what is being answered.
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closed = true;
    deadline.close();
    service.hangUp();
    inbox.forEach(ReferenceCountUtil::release);
    inbox.clear();
    intake.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("a caller's connection is closed", cause);
    }
    channel.close();
  }
}
