package dev.clawstead.gateway.translate;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the events of Anthropic's stream of the chunks of a chat completion.
 *
 * <p>The answer is complete once its {@code finish_reason} came, which the model says; {@code
 * [DONE]} only says that nothing follows, and some compatible providers leave it out. The usage
 * comes between the two, so the finish waits for the latter or for the end.
 *
 * <p>Sources: openai.json (CreateChatCompletionStreamResponse);
 * platform.claude.com/docs/en/build-with-claude/streaming.
 */
final class MessagesStream implements StreamTranslation {

  private final String model;
  private final MessagesBlocks blocks = new MessagesBlocks();
  private String id = "";
  private String finishReason = "";
  private boolean refused;
  private Usage usage = Usage.NONE;
  private boolean started;
  private boolean over;

  MessagesStream(String model) {
    this.model = model;
  }

  /** Anthropic's events are named after the type in their data. */
  static void send(ObjectNode event, Consumer<SseEvent> out) {
    out.accept(new SseEvent(Json.text(event, "type"), Json.write(event)));
  }

  @Override
  public void event(@Nullable String name, String data, Consumer<SseEvent> out) {
    if (over || data.isBlank()) {
      return;
    }
    if (data.strip().equals("[DONE]")) {
      end(out);
      return;
    }
    ObjectNode chunk = Json.parseObject(data);
    if (chunk == null) {
      fail(Errors.messagesUnreadable(), out);
    } else if (Json.says(chunk, "error")) {
      fail(Errors.toMessages(chunk), out);
    } else {
      chunk(chunk, out);
    }
  }

  @Override
  public void end(Consumer<SseEvent> out) {
    if (over) {
      return;
    }
    if (finishReason.isEmpty()) {
      fail(Errors.messagesEndedEarly(), out);
      return;
    }
    start(out);
    blocks.finish(out);
    ObjectNode delta = Json.typed("message_delta");
    delta
        .putObject("delta")
        .put(
            "stop_reason",
            refused ? "refusal" : StopReasons.toMessages(finishReason, blocks.called()))
        .putNull("stop_sequence");
    delta.set("usage", usage.toMessages());
    send(delta, out);
    send(Json.typed("message_stop"), out);
    over = true;
  }

  private void chunk(ObjectNode chunk, Consumer<SseEvent> out) {
    if (chunk.path("usage").isObject()) {
      usage = Usage.ofChat(chunk.path("usage"));
    }
    JsonNode choice = chunk.path("choices").path(0);
    if (!choice.isObject()) {
      return;
    }
    id = started ? id : MessagesAnswer.id(chunk);
    start(out);
    delta(choice.path("delta"), out);
    String reason = Json.text(choice, "finish_reason");
    finishReason = reason.isEmpty() ? finishReason : reason;
  }

  /** The input is not known before the end: {@code message_delta} tells it, as their SDKs read. */
  private void start(Consumer<SseEvent> out) {
    if (!started) {
      started = true;
      ObjectNode message = MessagesAnswer.empty(id, model);
      message.set("usage", Usage.NONE.toMessages());
      ObjectNode event = Json.typed("message_start");
      event.set("message", message);
      send(event, out);
    }
  }

  private void delta(JsonNode delta, Consumer<SseEvent> out) {
    blocks.text(MessagesAnswer.text(delta.path("content")), out);
    String refusal = Json.text(delta, "refusal");
    refused |= !refusal.isEmpty();
    blocks.text(refusal, out);
    int place = 0;
    for (JsonNode call : delta.path("tool_calls").values()) {
      // Some compatible providers leave the number out where they send calls whole.
      call(call, call.path("index").asInt(place), out);
      place++;
    }
  }

  private void call(JsonNode call, int number, Consumer<SseEvent> out) {
    JsonNode function = call.path("function");
    String name = Json.text(function, "name");
    String known = blocks.idOf(number);
    String said = Json.text(call, "id");
    // A new id beside a name under a number that is taken is a new call: some count all as 0.
    boolean another =
        known != null
            && !said.isEmpty()
            && !name.isEmpty()
            && !Opaque.callForMessages(said).equals(known);
    if (known == null || another) {
      blocks.call(number, MessagesAnswer.callId(call, id, number));
    }
    blocks.piece(number, name, Json.text(function, "arguments"), out);
  }

  private void fail(ObjectNode error, Consumer<SseEvent> out) {
    over = true;
    send(error, out);
  }
}
