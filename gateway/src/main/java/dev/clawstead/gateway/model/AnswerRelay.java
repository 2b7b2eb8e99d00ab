package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.SseSplitter;
import dev.clawstead.gateway.protocol.UsageTally;
import dev.clawstead.gateway.translate.SseEvent;
import dev.clawstead.gateway.translate.StreamTranslation;
import dev.clawstead.gateway.translate.Translation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Passes a provider's answer on to the caller as it comes, and reads from it what it used. What
 * ends the answer is kept back until {@link #end}: a caller that has it all must be in the books.
 */
final class AnswerRelay {

  private static final String EVENT_STREAM = "text/event-stream";
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Caller caller;
  private final How how;
  private final UsageTally tally;
  private final boolean stream;
  private final String contentType;
  private final Consumer<Boolean> reading;
  private final @Nullable StreamTranslation translated;
  private final SseSplitter splitter = new SseSplitter();
  private final Deque<ByteBuf> kept = new ArrayDeque<>();
  private final CompositeByteBuf whole = Unpooled.compositeBuffer(1024);

  private AnswerRelay(HttpResponse head, Caller caller, How how, Consumer<Boolean> reading) {
    this.caller = caller;
    this.how = how;
    this.tally = how.tally;
    this.reading = reading;
    this.contentType = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "application/json");
    this.stream = contentType.startsWith(EVENT_STREAM);
    Translation translation = how.translation;
    this.translated = stream && translation != null ? translation.stream() : null;
  }

  /**
   * Begins to pass an answer on.
   *
   * @param reading told whether the provider is to be read on
   */
  static AnswerRelay of(HttpResponse head, Caller caller, How how, Consumer<Boolean> reading) {
    AnswerRelay relay = new AnswerRelay(head, caller, how, reading);
    if (relay.stream) {
      caller.head(relay.head());
    }
    return relay;
  }

  /**
   * How an answer is passed on.
   *
   * @param translation null when caller and provider speak the same protocol
   * @param dropsUsage whether the caller did not ask for the event that reports a stream's usage
   */
  record How(
      UsageTally tally, @Nullable Translation translation, String requestId, boolean dropsUsage) {}

  private HttpResponse head() {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    HttpHeaders headers = head.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
    headers.set("X-Request-ID", how.requestId);
    if (stream) {
      headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    } else {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, whole.readableBytes());
    }
    return head;
  }

  /** Takes the bytes over. */
  void body(ByteBuf bytes) {
    if (!stream) {
      whole.addComponent(true, bytes);
      return;
    }
    splitter.read(bytes, this::event);
    if (!caller.isWritable()) {
      reading.accept(false);
    }
  }

  private void event(ByteBuf event) {
    byte[] data = SseSplitter.data(event);
    boolean last = isDone(data);
    boolean report = data.length > 0 && !last && tally.read(data, 0, data.length);
    StreamTranslation other = translated;
    if (other != null) {
      String name = SseSplitter.name(event);
      event.release();
      other.event(name, new String(data, StandardCharsets.UTF_8), this::send);
    } else if (report && how.dropsUsage) {
      event.release();
    } else {
      send(event, last);
    }
  }

  private void send(SseEvent event) {
    send(bytes(event), false);
  }

  /** What comes once everything is reported ends the answer. */
  private void send(ByteBuf event, boolean last) {
    if (last || tally.complete()) {
      kept.add(event);
    } else {
      caller.body(event);
    }
  }

  private static boolean isDone(byte[] data) {
    return Arrays.equals(data, DONE);
  }

  /** Nothing more comes from the provider. */
  void endOfInput() {
    if (stream) {
      ByteBuf rest = splitter.takeRest();
      if (rest != null) {
        event(rest);
      }
      StreamTranslation other = translated;
      if (other != null) {
        other.end(last -> kept.add(bytes(last)));
      }
    } else {
      byte[] all = new byte[whole.readableBytes()];
      whole.getBytes(whole.readerIndex(), all);
      tally.read(all, 0, all.length);
      tally.endOfBody();
    }
  }

  private static ByteBuf bytes(SseEvent event) {
    String name = event.name() == null ? "" : "event: " + event.name() + "\n";
    return Unpooled.copiedBuffer(name + "data: " + event.data() + "\n\n", StandardCharsets.UTF_8);
  }

  /** Whether the provider's answer has its proper end. */
  boolean isWhole() {
    return tally.finished();
  }

  /** Sends what was kept back. */
  void end() {
    if (stream) {
      kept.forEach(caller::body);
      kept.clear();
      whole.release();
    } else {
      translateWhole();
      caller.head(head());
      caller.body(whole);
    }
    caller.end();
  }

  private void translateWhole() {
    Translation translation = how.translation;
    if (translation == null) {
      return;
    }
    JsonNode answer;
    try {
      answer = ProviderRequests.JSON.readTree(whole.toString(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      return;
    }
    if (answer instanceof ObjectNode object) {
      whole.readerIndex(whole.writerIndex());
      whole.discardReadComponents();
      whole.addComponent(
          true,
          Unpooled.wrappedBuffer(
              ProviderRequests.JSON.writeValueAsBytes(translation.response(object))));
    }
  }

  /** Ends the answer so that the caller sees that something is missing. */
  void cut() {
    release();
    caller.cut();
  }

  void release() {
    splitter.release();
    kept.forEach(ByteBuf::release);
    kept.clear();
    whole.release();
  }
}
