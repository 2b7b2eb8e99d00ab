package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.provider.Reply.Finish;
import dev.clawstead.simulators.provider.Reply.ToolCall;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** OpenAI's responses (platform.openai.com, api-reference/responses and responses-streaming). */
final class Responses implements Dialect {

  /** "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16". */
  private static final long OUTPUT_TOKENS_LEAST = 16;

  private final InstantSource clock;

  Responses(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Prompt.Kind kind() {
    return Prompt.Kind.RESPONSES;
  }

  @Override
  public long outputTokensMax(Prompt prompt) {
    OpenAiChecks.prompt(prompt, "input");
    return OpenAiChecks.outputTokensMax(prompt, OUTPUT_TOKENS_LEAST, List.of("max_output_tokens"));
  }

  @Override
  public ObjectNode whole(Turn turn) {
    ResponseObject response = new ResponseObject(turn, clock.instant().getEpochSecond());
    return response.ended(items(turn));
  }

  private static ArrayNode items(Turn turn) {
    Reply reply = turn.reply();
    ArrayNode items = ResponseObject.items();
    if (reply.reasoning() > 0) {
      items.add(ResponseObject.reasoning(Ids.next("rs_")));
    }
    if (reply.calls().isEmpty()) {
      items.add(message(Ids.next("msg_"), reply));
    }
    for (ToolCall call : reply.calls()) {
      items.add(ResponseObject.call(Ids.next("fc_"), call, call.arguments(), "completed"));
    }
    return items;
  }

  private static ObjectNode message(String id, Reply reply) {
    String status = reply.finish() == Finish.LENGTH ? "incomplete" : "completed";
    return ResponseObject.message(id, reply.text(), status);
  }

  @Override
  public void stream(Turn turn, EventStream out) throws IOException, InterruptedException {
    ResponseObject response = new ResponseObject(turn, clock.instant().getEpochSecond());
    new ResponseEvents(turn, response, out).send();
  }
}
