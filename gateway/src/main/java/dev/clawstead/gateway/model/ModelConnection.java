package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.gateway.model.Callers.CallerId;
import dev.clawstead.gateway.page.Page;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.AskReader;
import dev.clawstead.gateway.protocol.BadBodyException;
import dev.clawstead.gateway.protocol.Refusal;
import dev.clawstead.gateway.protocol.Surface;
import dev.clawstead.gateway.proxy.RequestRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of somebody who calls models; serves one request after the other. */
// Writes and closes are void: a failed one closes the channel, which is where it is dealt with.
@SuppressWarnings("FutureReturnValueIgnored")
final class ModelConnection extends ChannelInboundHandlerAdapter implements Caller {

  private static final Logger LOG = LoggerFactory.getLogger(ModelConnection.class);
  private static final String HEALTH = "/healthz";
  private static final byte[] OK = "ok\n".getBytes(StandardCharsets.US_ASCII);

  /** More parts than a body of the largest size arrives in: joining them would copy it. */
  private static final int BODY_PARTS_MAX = 64 * 1024;

  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,200}");

  private final ModelSite site;
  private final ProviderClient providers;
  private final ArrayDeque<Object> inbox = new ArrayDeque<>();
  private @Nullable ChannelHandlerContext context;
  private @Nullable HttpRequest request;
  private @Nullable Surface surface;
  private @Nullable CallerId caller;
  private @Nullable ModelCall call;

  /** The request's body; whoever passes it on holds on to it, so each request has its own. */
  private CompositeByteBuf body = newBody();

  private String requestId = "";
  private long taken;
  private boolean waitsForRoom;
  private boolean looksForOwner;
  private boolean refused;
  private boolean bodyEnded;
  private boolean closed;

  ModelConnection(ModelSite site, ProviderClient providers) {
    this.site = site;
    this.providers = providers;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    ctx.read();
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
    readMore();
  }

  /** While a call is at work nothing but its connection's end is of interest. */
  private void readMore() {
    if (!waitsForRoom && inbox.isEmpty()) {
      context().read();
    }
  }

  private void pump() {
    while (!waitsForRoom && !looksForOwner && call == null && !closed) {
      Object message = inbox.poll();
      if (message == null) {
        return;
      }
      if (message instanceof HttpRequest head) {
        begin(head);
      }
      if (message instanceof HttpContent content) {
        content(content);
      }
    }
  }

  private void begin(HttpRequest head) {
    request = head;
    refused = false;
    bodyEnded = false;
    caller = null;
    String given = head.headers().get("X-Request-ID", "");
    requestId = REQUEST_ID.matcher(given).matches() ? given : UUID.randomUUID().toString();
    surface = Surface.at(head.uri());
    if (head.uri().equals(HEALTH) && !RequestRules.hasBody(head)) {
      bodyEnded = true;
      refused = true;
      answer(HttpResponseStatus.OK, HttpHeaderValues.TEXT_PLAIN, OK, 0);
      return;
    }
    Refusal refusal = refusal(head);
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    if (HttpUtil.is100ContinueExpected(head)) {
      context()
          .writeAndFlush(
              new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }
    long length = HttpUtil.getContentLength(head, 0L);
    if (length > 0) {
      take(length);
    }
  }

  private @Nullable Refusal refusal(HttpRequest head) {
    Page bad = RequestRules.check(head, site.sizes());
    if (bad == Page.BODY_TOO_LARGE) {
      return Refusal.tooLarge(site.sizes().bodyMax());
    }
    if (bad != null) {
      return Refusal.badRequest("This is no valid HTTP request.");
    }
    Surface known = surface;
    if (known == null) {
      return Refusal.unknownPath(head.uri().split("\\?", 2)[0]);
    }
    if (!known.method().equals(head.method().name())) {
      return Refusal.wrongMethod(known);
    }
    CallerId found = site.callers().find(head.headers());
    if (found == null) {
      return Refusal.unknownKey();
    }
    caller = found;
    return found.held() ? Refusal.held() : null;
  }

  /** Takes room for the body, and reads nothing more until there is some. */
  private void take(long bytes) {
    waitsForRoom = true;
    site.room()
        .take(
            bytes,
            () -> {
              if (context().executor().inEventLoop()) {
                gotRoom(bytes);
              } else {
                context().executor().execute(() -> gotRoom(bytes));
              }
            });
  }

  private void gotRoom(long bytes) {
    waitsForRoom = false;
    if (closed) {
      site.room().giveBack(bytes);
      return;
    }
    taken += bytes;
    pump();
    readMore();
  }

  private void content(HttpContent content) {
    ByteBuf bytes = content.content();
    if (refused) {
      content.release();
      return;
    }
    if (content.decoderResult().isFailure()) {
      content.release();
      refuse(Refusal.badRequest("The body's framing is broken."));
      return;
    }
    if (bytes.isReadable()) {
      body.addComponent(true, bytes);
    } else {
      content.release();
    }
    if (body.readableBytes() > site.sizes().bodyMax()) {
      refuse(Refusal.tooLarge(site.sizes().bodyMax()));
      return;
    }
    if (content instanceof LastHttpContent) {
      bodyEnded = true;
      serve();
    } else if (body.readableBytes() > taken) {
      // A body of unknown length takes room as it grows.
      take(Math.max(body.readableBytes() - taken, site.roomStep()));
    }
  }

  private void serve() {
    Surface known = Objects.requireNonNull(surface);
    CallerId who = Objects.requireNonNull(caller);
    Purse purse = who.purse();
    if (purse != null) {
      serve(known, purse);
      return;
    }
    // Its owner may have come a moment ago, and nobody told the table.
    looksForOwner = true;
    OnLoop.then(
        context().channel().eventLoop(),
        site.refresh().apply(who.slug()),
        (read, failed) -> {
          looksForOwner = false;
          HttpRequest asked = request;
          CallerId again = asked == null ? null : site.callers().find(asked.headers());
          Purse found = again == null ? null : again.purse();
          if (closed) {
            return;
          }
          if (found == null) {
            warmUp(known);
          } else {
            serve(known, found);
          }
          pump();
          readMore();
        });
  }

  private void warmUp(Surface known) {
    if (known != Surface.CHAT) {
      refuse(Refusal.unavailable("This agent has no owner yet."));
      return;
    }
    try {
      CannedAnswer.to(ask(), this);
    } catch (BadBodyException e) {
      refuse(Refusal.badBody(e));
    }
  }

  private void serve(Surface known, Purse purse) {
    if (known == Surface.MODELS) {
      site.names(context().channel().eventLoop(), purse, this::answerModels);
      return;
    }
    try {
      Ask ask = ask();
      if (known.wantsBound() && ask.outputMax() == 0) {
        refuse(Refusal.missing("max_tokens"));
        return;
      }
      HttpHeaders headers = Objects.requireNonNull(request).headers();
      ModelCall made =
          new ModelCall(
              site.desk(),
              context().channel().eventLoop(),
              providers,
              new ModelRequest(requestId, known, headers, purse, ask, body.retainedDuplicate()),
              this);
      call = made;
      made.begin();
    } catch (BadBodyException e) {
      refuse(Refusal.badBody(e));
    }
  }

  private Ask ask() throws BadBodyException {
    return AskReader.read(
        new ByteBufInputStream(body.duplicate(), body.readableBytes()), body.readableBytes());
  }

  private void answerModels(List<String> names) {
    HttpRequest asked = request;
    if (closed || asked == null) {
      return;
    }
    ModelList list = new ModelList(names, asked.headers().contains("anthropic-version"));
    String name = Surface.modelNamed(asked.uri());
    byte[] json = name == null ? list.all() : list.named(name);
    if (json == null) {
      refuse(Refusal.unknownModel(String.valueOf(name)));
    } else {
      answer(HttpResponseStatus.OK, HttpHeaderValues.APPLICATION_JSON, json, 0);
    }
  }

  @Override
  public void refuse(Refusal refusal) {
    refused = true;
    Surface known = surface;
    ModelProtocol protocol = known == null ? ModelProtocol.OPENAI : known.protocol();
    answer(
        refusal.status(),
        HttpHeaderValues.APPLICATION_JSON,
        refusal.body(protocol, requestId),
        refusal.retryAfterSeconds());
  }

  private void answer(
      HttpResponseStatus status, AsciiString type, byte[] body, int retryAfterSeconds) {
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    HttpHeaders headers = answer.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, type);
    headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    headers.set("X-Request-ID", requestId);
    if (retryAfterSeconds > 0) {
      headers.set(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds);
    }
    if (status.equals(HttpResponseStatus.UNAUTHORIZED)) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    if (!keepsOpen()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    context().write(answer);
    finish();
  }

  @Override
  public void head(HttpResponse head) {
    if (!keepsOpen()) {
      head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    context().write(head);
  }

  @Override
  public void body(ByteBuf bytes) {
    context().writeAndFlush(new DefaultHttpContent(bytes));
  }

  @Override
  public void end() {
    context().write(LastHttpContent.EMPTY_LAST_CONTENT);
    finish();
  }

  @Override
  public void cut() {
    // A plain close would look like the proper end of an answer without a length.
    context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
    close();
  }

  @Override
  public boolean isWritable() {
    return context().channel().isWritable();
  }

  /** A request whose body was not read to its end leaves bytes that nobody could tell apart. */
  private boolean keepsOpen() {
    HttpRequest asked = request;
    return asked != null && bodyEnded && HttpUtil.isKeepAlive(asked);
  }

  private void finish() {
    boolean keep = keepsOpen();
    call = null;
    request = null;
    giveBackRoom();
    if (keep) {
      context().flush();
      pump();
      readMore();
    } else if (bodyEnded) {
      closed = true;
      context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
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
    context()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            written -> {
              if (context().channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
              }
            });
    context().channel().eventLoop().schedule(this::close, LINGER.toMillis(), TimeUnit.MILLISECONDS);
    context().read();
  }

  private static CompositeByteBuf newBody() {
    return Unpooled.compositeBuffer(BODY_PARTS_MAX);
  }

  private void giveBackRoom() {
    body.release();
    body = newBody();
    site.room().giveBack(taken);
    taken = 0;
  }

  private void close() {
    context().close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ModelCall current = call;
    if (current != null && ctx.channel().isWritable()) {
      current.writable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closed = true;
    ModelCall current = call;
    call = null;
    if (current != null) {
      current.hangUp();
    }
    inbox.forEach(ReferenceCountUtil::release);
    inbox.clear();
    giveBackRoom();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("a caller's connection is closed", cause);
    }
    ctx.close();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context);
  }
}
