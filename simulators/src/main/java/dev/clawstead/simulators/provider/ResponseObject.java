package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.provider.Reply.Finish;
import dev.clawstead.simulators.provider.Reply.ToolCall;
import dev.clawstead.simulators.state.Json;
import java.util.List;

/** The response object, from its beginning to its end, and the items it is made of. */
final class ResponseObject {

  private final Turn turn;
  private final long created;
  private final String id = Ids.next("resp_");

  ResponseObject(Turn turn, long created) {
    this.turn = turn;
    this.created = created;
  }

  ObjectNode begun() {
    ObjectNode response = head("in_progress");
    response.putNull("completed_at").putNull("incomplete_details").putArray("output");
    return response.putNull("usage");
  }

  ObjectNode ended(ArrayNode items) {
    boolean whole = turn.reply().finish() != Finish.LENGTH;
    ObjectNode response = head(whole ? "completed" : "incomplete");
    if (whole) {
      response.put("completed_at", created).putNull("incomplete_details");
    } else {
      response.putNull("completed_at");
      response.putObject("incomplete_details").put("reason", "max_output_tokens");
    }
    response.set("output", items);
    if (turn.tellsUsage()) {
      response.set("usage", turn.usage().response());
    }
    return response;
  }

  private ObjectNode head(String status) {
    ObjectNode response =
        Json.object()
            .put("id", id)
            .put("object", "response")
            .put("created_at", created)
            .put("status", status)
            .put("background", false)
            .putNull("error")
            .putNull("instructions")
            .put("model", turn.modelName())
            .put("parallel_tool_calls", setting("parallel_tool_calls").asBoolean(true))
            .putNull("previous_response_id")
            .put("service_tier", "default")
            .put("store", setting("store").asBoolean(true))
            .put("temperature", setting("temperature").asDouble(1))
            .put("top_p", setting("top_p").asDouble(1))
            .put("truncation", "disabled");
    JsonNode max = setting("max_output_tokens");
    response.set("max_output_tokens", max.isMissingNode() ? Json.object().nullNode() : max);
    JsonNode choice = setting("tool_choice");
    response.set("tool_choice", choice.isMissingNode() ? Json.object().textNode("auto") : choice);
    // The vendor repeats the tools; they are not kept here.
    response.putArray("tools");
    response.putObject("metadata");
    response.putObject("text").putObject("format").put("type", "text");
    String effort = setting("reasoning").path("effort").asText("medium");
    response
        .putObject("reasoning")
        .put("effort", turn.model().reasons() ? effort : null)
        .putNull("summary");
    return response;
  }

  private JsonNode setting(String name) {
    JsonNode value = turn.prompt().setting(name);
    return value.isNull() ? Json.object().path(name) : value;
  }

  static ArrayNode items() {
    return Json.array(List.of());
  }

  static ObjectNode reasoning(String id) {
    ObjectNode item = Json.object().put("id", id).put("type", "reasoning");
    item.putArray("summary");
    return item;
  }

  static ObjectNode message(String id, String text, String status) {
    ObjectNode item = begunMessage(id).put("status", status);
    item.withArray("content").add(part(text));
    return item;
  }

  static ObjectNode begunMessage(String id) {
    ObjectNode item =
        Json.object().put("id", id).put("type", "message").put("status", "in_progress");
    item.putArray("content");
    return item.put("role", "assistant");
  }

  static ObjectNode part(String text) {
    ObjectNode part = Json.object().put("type", "output_text").put("text", text);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }

  static ObjectNode call(String id, ToolCall call, String arguments, String status) {
    return Json.object()
        .put("id", id)
        .put("type", "function_call")
        .put("status", status)
        .put("arguments", arguments)
        .put("call_id", call.id())
        .put("name", call.name());
  }
}
