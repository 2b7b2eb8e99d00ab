package dev.clawstead.gateway.translate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the content blocks of a stream of Anthropic's, one after the other, as their protocol
 * wants it. OpenAI's may bring pieces of several calls in turns: a call waits, with what came of
 * it, while the one before it is not whole.
 */
final class MessagesBlocks {

  private static final int NONE = -1;

  private final Map<Integer, Call> calls = new HashMap<>();
  private final Deque<Call> waiting = new ArrayDeque<>();
  private final StringBuilder lateText = new StringBuilder();
  private @Nullable Call openCall;
  private int openText = NONE;
  private int next;
  private boolean called;

  private static final class Call {
    private final String id;
    private final StringBuilder held = new StringBuilder();
    private final JsonDepth depth = new JsonDepth();
    private String name = "";
    private int block = NONE;

    private Call(String id) {
      this.id = id;
    }
  }

  /** A piece of text; one that comes amid a call's arguments follows the call. */
  void text(String text, Consumer<SseEvent> out) {
    if (text.isEmpty()) {
      return;
    }
    if (isAmidCalls()) {
      lateText.append(text);
      return;
    }
    closeCall(out);
    writeText(text, out);
  }

  private boolean isAmidCalls() {
    return !waiting.isEmpty() || (openCall != null && !openCall.depth.isWhole());
  }

  /** Begins a call under its number, in the place of one that is there. */
  void call(int number, String id) {
    Call call = new Call(id);
    calls.put(number, call);
    waiting.add(call);
  }

  /** The id of the call that has the number; null before it began. */
  @Nullable String idOf(int number) {
    Call call = calls.get(number);
    return call == null ? null : call.id;
  }

  /** A piece of the call that has the number and began before. */
  void piece(int number, String name, String arguments, Consumer<SseEvent> out) {
    Call call = calls.get(number);
    if (call == null) {
      return;
    }
    if (call.name.isEmpty()) {
      call.name = name;
    }
    call.depth.add(arguments);
    if (call == openCall) {
      writeArguments(call, arguments, out);
    } else if (call.block == NONE) {
      call.held.append(arguments);
    }
    while (!waiting.isEmpty() && (openCall == null || openCall.depth.isWhole())) {
      if (waiting.getFirst().name.isEmpty()) {
        break;
      }
      openCall(waiting.removeFirst(), out);
    }
  }

  /** Whether the answer calls a tool, as far as it was written. */
  boolean called() {
    return called;
  }

  /** Writes all that waits, whole or not, for no more comes. */
  void finish(Consumer<SseEvent> out) {
    for (Call call : waiting) {
      // A call of nothing cannot be said, and nobody could run it.
      if (!call.name.isEmpty()) {
        openCall(call, out);
      }
    }
    waiting.clear();
    closeCall(out);
    if (!lateText.isEmpty()) {
      writeText(lateText.toString(), out);
    }
    closeText(out);
  }

  private void openCall(Call call, Consumer<SseEvent> out) {
    closeText(out);
    closeCall(out);
    called = true;
    call.block = next++;
    openCall = call;
    ObjectNode block = Json.typed("tool_use").put("id", call.id).put("name", call.name);
    block.putObject("input");
    startBlock(call.block, block, out);
    writeArguments(call, call.held.toString(), out);
    call.held.setLength(0);
  }

  private void writeArguments(Call call, String arguments, Consumer<SseEvent> out) {
    if (!arguments.isEmpty()) {
      ObjectNode delta = Json.typed("input_json_delta").put("partial_json", arguments);
      delta(call.block, delta, out);
    }
  }

  private void writeText(String text, Consumer<SseEvent> out) {
    if (openText == NONE) {
      openText = next++;
      startBlock(openText, Json.typed("text").put("text", ""), out);
    }
    delta(openText, Json.typed("text_delta").put("text", text), out);
  }

  private void closeCall(Consumer<SseEvent> out) {
    if (openCall != null) {
      stopBlock(openCall.block, out);
      openCall = null;
    }
  }

  private void closeText(Consumer<SseEvent> out) {
    if (openText != NONE) {
      stopBlock(openText, out);
      openText = NONE;
    }
  }

  private static void startBlock(int index, ObjectNode block, Consumer<SseEvent> out) {
    ObjectNode event = Json.typed("content_block_start").put("index", index);
    event.set("content_block", block);
    MessagesStream.send(event, out);
  }

  private static void delta(int index, ObjectNode delta, Consumer<SseEvent> out) {
    ObjectNode event = Json.typed("content_block_delta").put("index", index);
    event.set("delta", delta);
    MessagesStream.send(event, out);
  }

  private static void stopBlock(int index, Consumer<SseEvent> out) {
    MessagesStream.send(Json.typed("content_block_stop").put("index", index), out);
  }
}
