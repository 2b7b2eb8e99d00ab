package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.provider.Reply.Finish;
import dev.clawstead.simulators.provider.Reply.ToolCall;
import dev.clawstead.simulators.state.Json;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completions (platform.openai.com, api-reference/chat), which others copy. */
final class ChatCompletions implements Dialect {

  private final InstantSource clock;

  ChatCompletions(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Prompt.Kind kind() {
    return Prompt.Kind.CHAT;
  }

  @Override
  public long outputTokensMax(Prompt prompt) {
    OpenAiChecks.prompt(prompt, "messages");
    return OpenAiChecks.outputTokensMax(prompt, 1, List.of("max_tokens", "max_completion_tokens"));
  }

  @Override
  public ObjectNode whole(Turn turn) {
    ObjectNode body = head(turn, Ids.next("chatcmpl-"), "chat.completion", now());
    ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    Reply reply = turn.reply();
    if (reply.calls().isEmpty()) {
      message.put("content", reply.text());
    } else {
      message.putNull("content");
      ArrayNode calls = message.putArray("tool_calls");
      reply.calls().forEach(call -> calls.add(json(call, call.arguments())));
    }
    message.putNull("refusal").putArray("annotations");
    choice.putNull("logprobs").put("finish_reason", finish(reply));
    if (turn.tellsUsage()) {
      body.set("usage", turn.usage().chat(turn.vendor()));
    }
    return body;
  }

  @Override
  public void stream(Turn turn, EventStream out) throws IOException, InterruptedException {
    String id = Ids.next("chatcmpl-");
    long created = now();
    Reply reply = turn.reply();
    ObjectNode start = Json.object().put("role", "assistant");
    if (reply.calls().isEmpty()) {
      start.put("content", "");
    } else {
      start.putNull("content");
    }
    out.frame(chunk(turn, id, created, start.putNull("refusal"), null));
    for (String piece : reply.pieces(turn.knobs().chunks())) {
      ObjectNode delta = Json.object().put("content", piece);
      out.content(chunk(turn, id, created, delta, null), piece.length());
    }
    for (int i = 0; i < reply.calls().size(); i++) {
      stream(turn, id, created, i, out);
    }
    out.frame(chunk(turn, id, created, Json.object(), finish(reply)));
    if (asksForUsage(turn) && turn.tellsUsage()) {
      ObjectNode last = head(turn, id, "chat.completion.chunk", created);
      last.putArray("choices");
      last.set("usage", turn.usage().chat(turn.vendor()));
      out.frame(last);
    }
    out.done();
  }

  /** A call: its name first, then its arguments in two pieces. */
  private static void stream(Turn turn, String id, long created, int index, EventStream out)
      throws IOException, InterruptedException {
    ToolCall call = turn.reply().calls().get(index);
    ObjectNode first = Json.object();
    first.putArray("tool_calls").add(json(call, "").put("index", index));
    out.content(chunk(turn, id, created, first, null), call.name().length());
    String arguments = call.arguments();
    int half = (arguments.length() + 1) / 2;
    for (String piece : List.of(arguments.substring(0, half), arguments.substring(half))) {
      ObjectNode delta = Json.object();
      ObjectNode part = delta.putArray("tool_calls").addObject().put("index", index);
      part.putObject("function").put("arguments", piece);
      out.content(chunk(turn, id, created, delta, null), piece.length());
    }
  }

  private static ObjectNode chunk(
      Turn turn, String id, long created, ObjectNode delta, @Nullable String finish) {
    ObjectNode chunk = head(turn, id, "chat.completion.chunk", created);
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finish);
    // "All other chunks will also include a usage field, but with a null value."
    return asksForUsage(turn) ? chunk.putNull("usage") : chunk;
  }

  private static boolean asksForUsage(Turn turn) {
    return turn.prompt().setting("stream_options").path("include_usage").asBoolean(false);
  }

  private static ObjectNode head(Turn turn, String id, String object, long created) {
    ObjectNode head =
        Json.object()
            .put("id", id)
            .put("object", object)
            .put("created", created)
            .put("model", turn.modelName());
    return turn.vendor() == Vendor.OPENAI ? head.put("service_tier", "default") : head;
  }

  private static ObjectNode json(ToolCall call, String arguments) {
    ObjectNode json = Json.object().put("id", call.id()).put("type", "function");
    json.putObject("function").put("name", call.name()).put("arguments", arguments);
    return json;
  }

  private static String finish(Reply reply) {
    return reply.finish() == Finish.TOOLS
        ? "tool_calls"
        : reply.finish() == Finish.LENGTH ? "length" : "stop";
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
