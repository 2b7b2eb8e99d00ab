package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.provider.Reply.Finish;
import dev.clawstead.simulators.provider.Reply.ToolCall;
import dev.clawstead.simulators.state.Json;
import java.io.IOException;
import java.util.List;

/** Anthropic's messages (docs.claude.com, api/messages and build-with-claude/streaming). */
final class Messages implements Dialect {

  private static final ObjectMapper JSON = Json.mapper();
  private static final String SIGNATURE = "c2ltdWxhdGVkLXNpZ25hdHVyZQ==";

  @Override
  public Prompt.Kind kind() {
    return Prompt.Kind.MESSAGES;
  }

  @Override
  public long outputTokensMax(Prompt prompt) {
    check(prompt);
    JsonNode max = prompt.setting("max_tokens");
    if (max.isMissingNode()) {
      throw invalid("max_tokens", "Field required");
    }
    if (!max.isIntegralNumber()) {
      throw invalid("max_tokens", "Input should be a valid integer");
    }
    if (max.asLong() < 1) {
      throw invalid("max_tokens", "Input should be greater than or equal to 1");
    }
    JsonNode budget = prompt.setting("thinking").path("budget_tokens");
    if (budget.isIntegralNumber() && budget.asLong() >= max.asLong()) {
      throw new ProviderError(
          400, null, null, "`max_tokens` must be greater than `thinking.budget_tokens`.");
    }
    return max.asLong();
  }

  /** What counting tokens asks for as well. */
  static void check(Prompt prompt) {
    if (!prompt.setting("model").isTextual()) {
      throw invalid("model", "Field required");
    }
    if (prompt.items() < 0) {
      throw invalid("messages", "Field required");
    }
    if (prompt.items() == 0) {
      throw invalid("messages", "at least one message is required");
    }
    JsonNode stream = prompt.setting("stream");
    if (!stream.isMissingNode() && !stream.isBoolean()) {
      throw invalid("stream", "Input should be a valid boolean");
    }
    JsonNode temperature = prompt.setting("temperature");
    if (temperature.isNumber() && (temperature.asDouble() < 0 || temperature.asDouble() > 1)) {
      throw invalid("temperature", "range: 0..1");
    }
  }

  private static ProviderError invalid(String field, String what) {
    return new ProviderError(400, null, field, field + ": " + what);
  }

  @Override
  public ObjectNode whole(Turn turn) {
    Reply reply = turn.reply();
    ObjectNode message = head(turn, turn.usage().output());
    ArrayNode content = message.withArray("content");
    if (reply.reasoning() > 0) {
      content.add(thinking(thought(reply), SIGNATURE));
    }
    if (!reply.text().isEmpty()) {
      content.add(text(reply.text()));
    }
    reply.calls().forEach(call -> content.add(toolUse(call, arguments(call))));
    return message.put("stop_reason", stopReason(reply));
  }

  @Override
  public void stream(Turn turn, EventStream out) throws IOException, InterruptedException {
    Reply reply = turn.reply();
    ObjectNode start = event("message_start");
    start.set("message", head(turn, 1));
    out.frame(start);
    int index = 0;
    if (reply.reasoning() > 0) {
      think(reply, out);
      index++;
    }
    if (!reply.text().isEmpty()) {
      out.frame(blockStart(index, text("")));
      out.frame(event("ping"));
      for (String piece : reply.pieces(turn.knobs().chunks())) {
        out.content(delta(index, "text_delta", "text", piece), piece.length());
      }
      out.frame(event("content_block_stop").put("index", index));
      index++;
    }
    for (ToolCall call : reply.calls()) {
      call(call, index, out);
      index++;
    }
    ObjectNode end = event("message_delta");
    end.putObject("delta").put("stop_reason", stopReason(reply)).putNull("stop_sequence");
    if (turn.tellsUsage()) {
      end.set("usage", turn.usage().delta());
    }
    out.frame(end);
    out.last(event("message_stop"));
  }

  private static void think(Reply reply, EventStream out) throws IOException, InterruptedException {
    out.frame(blockStart(0, thinking("", "")));
    out.frame(event("ping"));
    out.frame(delta(0, "thinking_delta", "thinking", thought(reply)));
    out.frame(delta(0, "signature_delta", "signature", SIGNATURE));
    out.frame(event("content_block_stop").put("index", 0));
  }

  private static void call(ToolCall call, int index, EventStream out)
      throws IOException, InterruptedException {
    out.frame(blockStart(index, toolUse(call, Json.object())));
    out.content(delta(index, "input_json_delta", "partial_json", ""), call.name().length());
    int half = (call.arguments().length() + 1) / 2;
    for (String piece :
        List.of(call.arguments().substring(0, half), call.arguments().substring(half))) {
      out.content(delta(index, "input_json_delta", "partial_json", piece), piece.length());
    }
    out.frame(event("content_block_stop").put("index", index));
  }

  private static ObjectNode head(Turn turn, int outputTokens) {
    ObjectNode message =
        Json.object()
            .put("id", Ids.next("msg_"))
            .put("type", "message")
            .put("role", "assistant")
            .put("model", turn.modelName());
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    if (turn.tellsUsage()) {
      message.set("usage", turn.usage().message(outputTokens));
    }
    return message;
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  private static ObjectNode blockStart(int index, ObjectNode block) {
    ObjectNode event = event("content_block_start").put("index", index);
    event.set("content_block", block);
    return event;
  }

  private static ObjectNode delta(int index, String type, String field, String value) {
    ObjectNode event = event("content_block_delta").put("index", index);
    event.putObject("delta").put("type", type).put(field, value);
    return event;
  }

  private static ObjectNode text(String text) {
    return Json.object().put("type", "text").put("text", text);
  }

  private static ObjectNode thinking(String text, String signature) {
    return Json.object().put("type", "thinking").put("thinking", text).put("signature", signature);
  }

  private static ObjectNode toolUse(ToolCall call, JsonNode input) {
    ObjectNode block =
        Json.object().put("type", "tool_use").put("id", call.id()).put("name", call.name());
    block.set("input", input);
    return block;
  }

  private static JsonNode arguments(ToolCall call) {
    try {
      return JSON.readTree(call.arguments());
    } catch (JsonProcessingException e) {
      // Anthropic sends an object whatever the model wrote.
      return Json.object();
    }
  }

  /** As long as it was billed. */
  private static String thought(Reply reply) {
    return "mull".repeat(reply.reasoning());
  }

  private static String stopReason(Reply reply) {
    return reply.finish() == Finish.TOOLS
        ? "tool_use"
        : reply.finish() == Finish.LENGTH ? "max_tokens" : "end_turn";
  }
}
