package dev.clawstead.gateway.translate;

import static dev.clawstead.gateway.translate.Fixtures.NEW_CLAUDE;
import static dev.clawstead.gateway.translate.Fixtures.OLD_CLAUDE;
import static dev.clawstead.gateway.translate.Fixtures.askedChat;
import static dev.clawstead.gateway.translate.Fixtures.askedMessages;
import static dev.clawstead.gateway.translate.Fixtures.chatToMessages;
import static dev.clawstead.gateway.translate.Fixtures.events;
import static dev.clawstead.gateway.translate.Fixtures.messagesToChat;
import static dev.clawstead.gateway.translate.Fixtures.quoted;
import static dev.clawstead.gateway.translate.Fixtures.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes what is well-formed in every place, one and then several at once. */
class MutationTest {

  private static final int ROUNDS = 1000;

  private static final ArrayNode STRANGE =
      (ArrayNode)
          quoted(
                  "{'s': [null, true, false, 0, -1, 1.5, 1e400, 99999999999999999999, '', ' ',"
                      + " 'text', 'tool_use', 'data:,', 'data:image/png;base64,', [], [[]], [null],"
                      + " [3], {}, {'type': 'text'}, {'type': {}}, {'a': {'b': []}}]}")
              .path("s");

  private final Random random = new Random(20_261_121);
  private int refused;

  @Test
  void aRequestIsTranslatedOrRefused() {
    ObjectNode chat = read("chat-request.json").put("reasoning_effort", "low");
    chat.set("response_format", format());
    ObjectNode messages = read("messages-request.json");
    messages.putObject("output_config").set("format", format().path("json_schema"));

    for (int round = 0; round < ROUNDS; round++) {
      translate(chatToMessages(OLD_CLAUDE), mutated(chat, round));
      translate(chatToMessages(NEW_CLAUDE), mutated(chat, round));
      translate(messagesToChat(), mutated(messages, round));
    }
    assertThat(refused).isBetween(100, 3 * ROUNDS - 100);
  }

  @Test
  void anAnswerIsAlwaysTranslated() {
    for (int round = 0; round < ROUNDS; round++) {
      ObjectNode chat = askedChat().response(mutated(read("messages-answer.json"), round));
      ObjectNode messages = askedMessages().response(mutated(read("chat-answer.json"), round));

      assertThat(chat.has("choices") || chat.has("error")).isTrue();
      assertThat(messages.has("content") || messages.has("error")).isTrue();
    }
  }

  @Test
  void aStreamEndsInAFinishOrAnError() {
    for (int round = 0; round < ROUNDS / 2; round++) {
      List<SseEvent> chat = stream(() -> askedChat().stream(), "messages-stream.sse", round);
      List<SseEvent> messages = stream(() -> askedMessages().stream(), "chat-stream.sse", round);

      assertThat(chat.getLast().data()).matches("\\[DONE]|\\{\"error\":.*");
      assertThat(messages.getLast().name()).isIn("message_stop", "error");
    }
  }

  private List<SseEvent> stream(Supplier<StreamTranslation> made, String name, int round) {
    StreamTranslation stream = made.get();
    List<SseEvent> out = new ArrayList<>();
    List<SseEvent> events = new ArrayList<>(events(name));
    int place = round % events.size();
    switch (random.nextInt(4)) {
      case 0 -> events.remove(place);
      case 1 -> events.add(random.nextInt(events.size()), events.get(place));
      default -> {
        ObjectNode data = Json.parseObject(events.get(place).data());
        if (data != null) {
          events.set(place, new SseEvent(null, Json.write(mutated(data, round))));
        }
      }
    }
    events.forEach(e -> stream.event(e.name(), e.data(), out::add));
    stream.end(out::add);
    return out;
  }

  private void translate(Translation translation, ObjectNode request) {
    String before = request.toString();
    try {
      ObjectNode made = translation.request(request);
      assertThat(Fixtures.json(Json.write(made)).has("model")).isTrue();
    } catch (Untranslatable expected) {
      refused++;
    } catch (RuntimeException e) {
      fail("of " + before, e);
    }
    assertThat(request.toString()).isEqualTo(before);
  }

  /** With one change in the early rounds and up to five in the later. */
  private ObjectNode mutated(ObjectNode original, int round) {
    ObjectNode copy = original.deepCopy();
    for (int i = 0; i <= round * 5 / ROUNDS; i++) {
      mutate(copy);
    }
    return copy;
  }

  private void mutate(ObjectNode root) {
    List<JsonNode> containers = new ArrayList<>();
    collect(root, containers);
    JsonNode container = containers.get(random.nextInt(containers.size()));
    JsonNode strange = STRANGE.path(random.nextInt(STRANGE.size())).deepCopy();
    boolean remove = random.nextInt(4) == 0;
    if (container instanceof ObjectNode object && !object.isEmpty()) {
      String field = new ArrayList<>(object.propertyNames()).get(random.nextInt(object.size()));
      if (remove) {
        object.remove(field);
      } else {
        object.set(field, strange);
      }
    } else if (container instanceof ArrayNode array && !array.isEmpty()) {
      int place = random.nextInt(array.size());
      if (remove) {
        array.remove(place);
      } else {
        array.set(place, strange);
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static ObjectNode format() {
    return quoted(
        "{'type': 'json_schema', 'json_schema': {'type': 'json_schema', 'name': 'a', 'schema':"
            + " {'type': 'object', 'properties': {'a': {'type': 'array', 'minItems': 2, 'items':"
            + " {'$ref': '#/$defs/n'}}}, '$defs': {'n': {'anyOf': [{'type': 'null'}]}},"
            + " 'additionalProperties': false}}}");
  }
}
