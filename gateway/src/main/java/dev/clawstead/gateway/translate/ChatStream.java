package dev.clawstead.gateway.translate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes chunks of a chat completion of the events of Anthropic's stream. Every delta goes out with
 * the event it came in; kept are only the usage and which call has which number.
 *
 * <p>Sources: platform.claude.com/docs/en/build-with-claude/streaming; openai.json
 * (CreateChatCompletionStreamResponse, ChatCompletionStreamOptions).
 */
final class ChatStream implements StreamTranslation {

  private final String model;
  private final long created;
  private final boolean includeUsage;
  private final Map<Integer, Call> open = new HashMap<>();
  private String id = ChatAnswer.UNNAMED;
  private Usage usage = Usage.NONE;
  private String stopReason = "";
  private String refusal = "";
  private int calls;
  private boolean started;
  private boolean over;

  /** A call whose arguments may still come; OpenAI numbers calls, Anthropic all blocks. */
  private static final class Call {
    private final int number;
    private boolean hasArguments;

    private Call(int number) {
      this.number = number;
    }
  }

  ChatStream(String model, long created, boolean includeUsage) {
    this.model = model;
    this.created = created;
    this.includeUsage = includeUsage;
  }

  @Override
  public void event(@Nullable String name, String data, Consumer<SseEvent> out) {
    if (over || data.isBlank()) {
      return;
    }
    ObjectNode event = Json.parseObject(data);
    if (event == null) {
      fail(Errors.chatUnreadable(), out);
      return;
    }
    switch (Json.text(event, "type")) {
      case "message_start" -> start(event.path("message"), out);
      case "content_block_start" -> startBlock(event, out);
      case "content_block_delta" -> delta(event, out);
      case "content_block_stop" -> stopBlock(event, out);
      case "message_delta" -> messageDelta(event);
      case "message_stop" -> finish(out);
      case "error" -> fail(Errors.toChat(event), out);
      // ping, and "handle unknown event types gracefully".
      default -> {}
    }
  }

  @Override
  public void end(Consumer<SseEvent> out) {
    if (!over) {
      fail(Errors.chatEndedEarly(), out);
    }
  }

  private void start(JsonNode message, Consumer<SseEvent> out) {
    id = ChatAnswer.id(message);
    usage = usage.updatedByMessages(message.path("usage"));
    begin(out);
  }

  private void begin(Consumer<SseEvent> out) {
    if (!started) {
      started = true;
      send(Json.object().put("role", "assistant").put("content", ""), null, out);
    }
  }

  private void startBlock(ObjectNode event, Consumer<SseEvent> out) {
    JsonNode block = event.path("content_block");
    switch (Json.text(block, "type")) {
      case "text" -> text(Json.text(block, "text"), out);
      case "tool_use" -> {
        Call call = new Call(calls++);
        open.put(event.path("index").asInt(0), call);
        // Providers that imitate this protocol put the whole input here; Anthropic puts {}.
        boolean whole = !block.path("input").isEmpty();
        call.hasArguments = whole;
        String arguments = whole ? Arguments.toText(block.path("input")) : "";
        ObjectNode delta = Json.object();
        ObjectNode made = delta.putArray("tool_calls").addObject().put("index", call.number);
        made.setAll(ChatAnswer.call(block, arguments));
        begin(out);
        send(delta, null, out);
      }
      default -> {}
    }
  }

  private void delta(ObjectNode event, Consumer<SseEvent> out) {
    JsonNode delta = event.path("delta");
    switch (Json.text(delta, "type")) {
      case "text_delta" -> text(Json.text(delta, "text"), out);
      case "input_json_delta" -> {
        Call call = open.get(event.path("index").asInt(0));
        if (call != null) {
          arguments(call, Json.text(delta, "partial_json"), out);
        }
      }
      // thinking_delta, signature_delta, citations_delta: see ChatAnswer.
      default -> {}
    }
  }

  private void text(String text, Consumer<SseEvent> out) {
    if (!text.isEmpty()) {
      begin(out);
      send(Json.object().put("content", text), null, out);
    }
  }

  private void arguments(Call call, String arguments, Consumer<SseEvent> out) {
    if (arguments.isEmpty()) {
      return;
    }
    call.hasArguments = true;
    ObjectNode delta = Json.object();
    ObjectNode made = delta.putArray("tool_calls").addObject().put("index", call.number);
    made.putObject("function").put("arguments", arguments);
    send(delta, null, out);
  }

  private void stopBlock(ObjectNode event, Consumer<SseEvent> out) {
    Call call = open.remove(event.path("index").asInt(0));
    if (call != null && !call.hasArguments) {
      // Anthropic streams nothing for a call without arguments; OpenAI's clients parse what came.
      arguments(call, "{}", out);
    }
  }

  private void messageDelta(ObjectNode event) {
    String said = Json.text(event.path("delta"), "stop_reason");
    stopReason = said.isEmpty() ? stopReason : said;
    refusal = Json.text(event.path("delta").path("stop_details"), "explanation");
    usage = usage.updatedByMessages(event.path("usage"));
  }

  private void finish(Consumer<SseEvent> out) {
    if (stopReason.isEmpty()) {
      fail(Errors.chatEndedEarly(), out);
      return;
    }
    begin(out);
    if (!refusal.isEmpty()) {
      send(Json.object().put("refusal", refusal), null, out);
    }
    send(Json.object(), StopReasons.toChat(stopReason), out);
    if (includeUsage) {
      ObjectNode chunk = chunk();
      chunk.putArray("choices");
      chunk.set("usage", usage.toChat());
      out.accept(new SseEvent(null, Json.write(chunk)));
    }
    out.accept(new SseEvent(null, "[DONE]"));
    over = true;
  }

  private void fail(ObjectNode error, Consumer<SseEvent> out) {
    over = true;
    out.accept(new SseEvent(null, Json.write(error)));
  }

  private void send(ObjectNode delta, @Nullable String finishReason, Consumer<SseEvent> out) {
    ObjectNode chunk = chunk();
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finishReason);
    if (includeUsage) {
      chunk.putNull("usage");
    }
    out.accept(new SseEvent(null, Json.write(chunk)));
  }

  private ObjectNode chunk() {
    return Json.object()
        .put("id", id)
        .put("object", "chat.completion.chunk")
        .put("created", created)
        .put("model", model);
  }
}
