package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.provider.Reply.Finish;
import dev.clawstead.simulators.provider.Reply.ToolCall;
import dev.clawstead.simulators.state.Json;
import java.io.IOException;

/** One response, event by event. */
final class ResponseEvents {

  private final Turn turn;
  private final ResponseObject response;
  private final EventStream out;
  private final ArrayNode items = ResponseObject.items();
  private int sequence;

  ResponseEvents(Turn turn, ResponseObject response, EventStream out) {
    this.turn = turn;
    this.response = response;
    this.out = out;
  }

  void send() throws IOException, InterruptedException {
    out.frame(with(event("response.created"), "response", response.begun()));
    out.frame(with(event("response.in_progress"), "response", response.begun()));
    Reply reply = turn.reply();
    if (reply.reasoning() > 0) {
      ObjectNode item = ResponseObject.reasoning(Ids.next("rs_"));
      added(item);
      ended(item);
    }
    if (reply.calls().isEmpty()) {
      message(reply);
    }
    for (ToolCall call : reply.calls()) {
      call(call);
    }
    boolean cut = reply.finish() == Finish.LENGTH;
    ObjectNode last = event(cut ? "response.incomplete" : "response.completed");
    out.last(with(last, "response", response.ended(items)));
  }

  private void message(Reply reply) throws IOException, InterruptedException {
    String id = Ids.next("msg_");
    added(ResponseObject.begunMessage(id));
    out.frame(with(inPart("response.content_part.added", id), "part", ResponseObject.part("")));
    for (String piece : reply.pieces(turn.knobs().chunks())) {
      ObjectNode delta = inPart("response.output_text.delta", id).put("delta", piece);
      delta.putArray("logprobs");
      out.content(delta, piece.length());
    }
    ObjectNode done = inPart("response.output_text.done", id).put("text", reply.text());
    done.putArray("logprobs");
    out.frame(done);
    JsonNode part = ResponseObject.part(reply.text());
    out.frame(with(inPart("response.content_part.done", id), "part", part));
    String status = reply.finish() == Finish.LENGTH ? "incomplete" : "completed";
    ended(ResponseObject.message(id, reply.text(), status));
  }

  private void call(ToolCall call) throws IOException, InterruptedException {
    String id = Ids.next("fc_");
    added(ResponseObject.call(id, call, "", "in_progress"));
    String type = "response.function_call_arguments.delta";
    int half = (call.arguments().length() + 1) / 2;
    String first = call.arguments().substring(0, half);
    out.content(of(type, id).put("delta", first), call.name().length() + half);
    String second = call.arguments().substring(half);
    out.content(of(type, id).put("delta", second), second.length());
    out.frame(
        of("response.function_call_arguments.done", id)
            .put("name", call.name())
            .put("arguments", call.arguments()));
    ended(ResponseObject.call(id, call, call.arguments(), "completed"));
  }

  private void added(ObjectNode item) throws IOException, InterruptedException {
    ObjectNode event = event("response.output_item.added").put("output_index", items.size());
    out.frame(with(event, "item", item));
  }

  private void ended(ObjectNode item) throws IOException, InterruptedException {
    ObjectNode event = event("response.output_item.done").put("output_index", items.size());
    out.frame(with(event, "item", item));
    items.add(item);
  }

  private ObjectNode inPart(String type, String item) {
    return of(type, item).put("content_index", 0);
  }

  private ObjectNode of(String type, String item) {
    return event(type).put("item_id", item).put("output_index", items.size());
  }

  private ObjectNode event(String type) {
    return Json.object().put("type", type).put("sequence_number", sequence++);
  }

  private static ObjectNode with(ObjectNode event, String field, JsonNode value) {
    event.set(field, value);
    return event;
  }
}
