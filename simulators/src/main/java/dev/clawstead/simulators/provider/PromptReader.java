package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Content;
import dev.clawstead.simulators.state.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a request without building a tree of its prompt, which is most of it and only counted. */
final class PromptReader {

  private static final ObjectMapper JSON = Json.mapper();
  private static final int USER_TEXT_CHARS_MAX = 4000;
  private static final Set<String> IMAGES = Set.of("image_url", "input_image", "image");
  private static final Set<String> IMAGE_DATA = Set.of("image_url", "url", "data");
  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  private final Prompt.Kind kind;
  private final JsonParser in;
  private final ObjectNode settings = Json.object();
  private final Section tools;
  private final Section system;
  private final Section messages;
  private final Set<String> names = new LinkedHashSet<>();
  private int items = -1;
  private String lastUserText = "";
  private boolean answersTool;

  // Of the message that is being read.
  private String role = "";
  private String text = "";
  private boolean toolResult;
  private boolean breakpoint;

  private PromptReader(Prompt.Kind kind, JsonParser in) {
    boolean steps = kind != Prompt.Kind.MESSAGES;
    this.kind = kind;
    this.in = in;
    this.tools = new Section(steps);
    this.system = new Section(steps);
    this.messages = new Section(steps);
  }

  static Prompt read(Prompt.Kind kind, Content content) {
    try (JsonParser in = JSON.createParser(content.stream())) {
      return new PromptReader(kind, in).read();
    } catch (JsonProcessingException e) {
      throw notJson(kind, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The model's name alone, for a rule that asks for it; empty where there is none. */
  static String model(Content content) {
    try (JsonParser in = JSON.createParser(content.stream())) {
      if (in.nextToken() == JsonToken.START_OBJECT) {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          boolean found = in.currentName().equals("model");
          in.nextToken();
          if (found) {
            return in.getValueAsString("");
          }
          in.skipChildren();
        }
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }

  private static ProviderError notJson(Prompt.Kind kind, JsonProcessingException e) {
    String message =
        kind == Prompt.Kind.MESSAGES
            ? "The request body is not valid JSON: " + e.getOriginalMessage()
            : "We could not parse the JSON body of your request. (HINT: This likely means you"
                + " aren't using your HTTP library correctly. The OpenAI API expects a JSON"
                + " payload, but what was sent was not valid JSON.)";
    return new ProviderError(400, null, null, message);
  }

  private Prompt read() throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new ProviderError(400, null, null, "The request body is not a JSON object.");
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      switch (name) {
        case "messages", "input" -> conversation(name);
        case "system", "instructions" -> value(system, 0, name, "");
        case "tools" -> value(tools, 0, name, "");
        default -> settings.set(name, JSON.readTree(in));
      }
    }
    return new Prompt(
        kind, settings, List.of(tools, system, messages), items, names, lastUserText, answersTool);
  }

  private void conversation(String name) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING && name.equals("input")) {
      items = 1;
      text = tail();
      string(messages, 0, name, "");
      lastUserText = text;
      return;
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw ProviderError.invalid(
          "invalid_type", name, "Invalid type for '" + name + "': expected an array of objects.");
    }
    items = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw ProviderError.invalid(
            "invalid_type",
            name + "[" + items + "]",
            "Invalid type for '" + name + "[" + items + "]': expected an object.");
      }
      message(name);
      items++;
    }
  }

  private void message(String name) throws IOException {
    role = "";
    text = "";
    toolResult = false;
    object(messages, 1, "");
    if (kind != Prompt.Kind.RESPONSES && !known(role)) {
      String param = name + "[" + items + "].role";
      throw ProviderError.invalid(
          "invalid_value", param, "Invalid value for '" + param + "': '" + role + "'.");
    }
    answersTool = toolResult || role.equals("tool");
    if (role.equals("user") && !text.isEmpty()) {
      lastUserText = text;
    }
  }

  private boolean known(String name) {
    return kind == Prompt.Kind.MESSAGES
        ? name.equals("user") || name.equals("assistant") || name.equals("system")
        : ROLES.contains(name);
  }

  /** {@code depth} counts objects from the array that a section is. */
  private void value(Section section, int depth, String name, String parent) throws IOException {
    switch (in.currentToken()) {
      case START_OBJECT -> object(section, depth + 1, name);
      case START_ARRAY -> {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          value(section, depth, name, parent);
        }
      }
      case VALUE_STRING -> string(section, depth, name, parent);
      case VALUE_NULL -> {}
      default -> section.add(in.getText());
    }
  }

  private void object(Section section, int depth, String name) throws IOException {
    boolean asked = false;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      if (field.equals("cache_control")) {
        asked = in.nextToken() == JsonToken.START_OBJECT;
        in.skipChildren();
        continue;
      }
      section.add(field);
      in.nextToken();
      value(section, depth, field, name);
    }
    breakpoint |= asked;
    // Anthropic's blocks: a tool, a system block, a message and each part of it.
    if (kind == Prompt.Kind.MESSAGES && depth <= 2) {
      section.mark(breakpoint);
      breakpoint = false;
    }
  }

  private void string(Section section, int depth, String name, String parent) throws IOException {
    char[] chars = in.getTextCharacters();
    int offset = in.getTextOffset();
    int length = in.getTextLength();
    if (section == messages && depth > 0) {
      if (IMAGE_DATA.contains(name) && depth > 1) {
        section.addUncounted(chars, offset, length);
        return;
      }
      inMessage(depth, name);
    } else if (section == tools
        && name.equals("name")
        && (depth == 1 || (depth == 2 && parent.equals("function")))) {
      names.add(in.getText());
    }
    section.add(chars, offset, length);
  }

  private void inMessage(int depth, String name) throws IOException {
    switch (name) {
      case "role" -> role = depth == 1 ? in.getText() : role;
      case "type" -> {
        String type = in.getText();
        toolResult |= type.equals("tool_result") || type.equals("function_call_output");
        if (depth > 1 && IMAGES.contains(type)) {
          messages.addImage();
        }
      }
      case "content", "text" -> {
        if (role.isEmpty() || role.equals("user")) {
          text = toolResult ? text : tail();
        }
      }
      default -> {}
    }
  }

  /** The end of a text: whole prompts are not kept. */
  private String tail() throws IOException {
    int length = in.getTextLength();
    int kept = Math.min(length, USER_TEXT_CHARS_MAX);
    return new String(in.getTextCharacters(), in.getTextOffset() + length - kept, kept);
  }
}
