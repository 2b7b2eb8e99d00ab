package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.Ask;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agent hears that nobody owns yet: a chat completion that costs nothing and says nothing.
 * It lets a warm cell go once through its first turn, which is the slow one, before it has a
 * customer.
 */
final class CannedAnswer {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String TEXT = "Ready.";

  private CannedAnswer() {}

  /** Answers this request. */
  static void to(Ask ask, Caller caller) {
    ByteBuf body = ask.stream() ? stream(ask) : whole(ask);
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers()
        .set(
            HttpHeaderNames.CONTENT_TYPE,
            ask.stream() ? "text/event-stream" : HttpHeaderValues.APPLICATION_JSON)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    caller.head(head);
    caller.body(body);
    caller.end();
  }

  private static ByteBuf whole(Ask ask) {
    ObjectNode answer = envelope(ask, "chat.completion");
    ObjectNode choice = answer.putArray("choices").addObject();
    choice.put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", TEXT);
    choice.put("finish_reason", "stop");
    usage(answer);
    return bytes(JSON.writeValueAsString(answer));
  }

  private static ByteBuf stream(Ask ask) {
    ObjectNode words = envelope(ask, "chat.completion.chunk");
    ObjectNode choice = words.putArray("choices").addObject();
    choice.put("index", 0);
    choice.putObject("delta").put("role", "assistant").put("content", TEXT);
    choice.putNull("finish_reason");
    ObjectNode stop = envelope(ask, "chat.completion.chunk");
    ObjectNode end = stop.putArray("choices").addObject();
    end.put("index", 0);
    end.putObject("delta");
    end.put("finish_reason", "stop");
    ObjectNode report = envelope(ask, "chat.completion.chunk");
    report.putArray("choices");
    usage(report);
    return bytes(
        event(words) + event(stop) + (ask.usageWanted() ? event(report) : "") + "data: [DONE]\n\n");
  }

  private static ObjectNode envelope(Ask ask, String object) {
    return JSON.createObjectNode()
        .put("id", "chatcmpl-warm-up")
        .put("object", object)
        .put("created", 0)
        .put("model", ask.model());
  }

  private static void usage(ObjectNode answer) {
    answer
        .putObject("usage")
        .put("prompt_tokens", 0)
        .put("completion_tokens", 0)
        .put("total_tokens", 0);
  }

  private static String event(ObjectNode data) {
    return "data: " + JSON.writeValueAsString(data) + "\n\n";
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}
