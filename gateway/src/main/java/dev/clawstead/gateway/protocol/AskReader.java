package dev.clawstead.gateway.protocol;

import dev.clawstead.gateway.protocol.Ask.Place;
import dev.clawstead.gateway.protocol.Ask.Places;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a request's body once, from front to back, without building anything of it: bodies of 60 KB
 * are the rule and of 20 MB are not rare.
 */
public final class AskReader {

  private static final int DEPTH_MAX = 200;

  /** Of what is looked at; all else is passed over, whatever its length, and never held. */
  private static final int STRING_MAX = 64 << 10;

  private static final int MODEL_NAME_MAX = 200;
  private static final int SESSION_MAX = 500;
  private static final int ROLE_MAX = 100;
  private static final int WORD_MAX = 100;

  /** As many as OpenAI gives at most (platform.openai.com, api-reference/chat/create, n). */
  private static final int ANSWERS_MAX = 128;

  /**
   * Ways of serving that cost what the catalogue says or less (platform.openai.com,
   * guides/priority-processing and guides/flex-processing; docs.claude.com, api/service-tiers and
   * about-claude/pricing).
   */
  private static final Set<String> PRICED_WAYS =
      Set.of("auto", "default", "standard", "standard_only", "flex", "global");

  /**
   * What providers run themselves and charge by the call, the hour or the picture, by how its type
   * begins (platform.openai.com, pricing; docs.claude.com, about-claude/pricing; docs.x.ai,
   * models).
   */
  private static final List<String> CHARGED_TOOLS =
      List.of(
          "web_search",
          "x_search",
          "file_search",
          "collections_search",
          "code_interpreter",
          "code_execution",
          "image_generation");

  /** Below this a string counts as text wherever it stands. */
  private static final int MEDIA_BYTES_MIN = 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxStringLength(STRING_MAX)
                  .build())
          .build();

  private final JsonParser in;
  private final int length;
  private @Nullable String model;
  private boolean stream;
  private long outputMax;
  private int answers = 1;
  private @Nullable String unpriced;
  private final Set<String> known = new HashSet<>();
  private boolean usageWanted;
  private @Nullable String session;
  private boolean messages;
  private boolean input;
  private int open;
  private int fields;
  private final List<Place> media = new ArrayList<>();
  private Place tools = Place.NONE;
  private Place system = Place.NONE;
  private Place turns = Place.NONE;
  private Place modelPlace = Place.NONE;
  private Place outputMaxPlace = Place.NONE;
  private Place usage = Place.NONE;
  private Place turn = Place.NONE;
  private boolean inMessages;
  private boolean holdsResult;

  private AskReader(JsonParser in, int length) {
    this.in = in;
    this.length = length;
  }

  /** Reads a body of this many bytes. */
  public static Ask read(InputStream body, int length) throws BadBodyException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      return new AskReader(parser, length).read();
    } catch (JacksonException e) {
      throw new BadBodyException(null, "the body is not valid JSON: " + firstLine(e));
    }
  }

  private static String firstLine(JacksonException e) {
    String message = e.getOriginalMessage();
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }

  private Ask read() throws BadBodyException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new BadBodyException(null, "the body must be a JSON object");
    }
    if (offset() < 0) {
      throw new BadBodyException(null, "the body must be UTF-8");
    }
    open = offset() + 1;
    JsonToken next = in.nextToken();
    while (next == JsonToken.PROPERTY_NAME) {
      fields++;
      String name = in.currentName();
      JsonToken value = in.nextToken();
      int start = offset();
      field(name, value);
      next = in.nextToken();
      told(name, start, offset());
    }
    if (in.nextToken() != null) {
      throw new BadBodyException(null, "something follows the body's JSON object");
    }
    String name = model;
    if (name == null || name.isBlank()) {
      throw new BadBodyException("model", "\"model\" must name a model");
    }
    return new Ask(
        name,
        stream,
        outputMax,
        answers,
        unpriced,
        usageWanted,
        session,
        messages,
        input,
        length - media.stream().mapToLong(place -> place.end() - place.start()).sum(),
        new Places(
            open,
            fields == 0,
            modelPlace,
            outputMaxPlace,
            usage,
            turn,
            Stream.of(tools, system, turns).filter(Place::exists).toList(),
            media));
  }

  /** What is told to the model lies here; where the next field begins, this one has ended. */
  private void told(String name, int start, int end) {
    Place place = new Place(name, start, end);
    switch (name) {
      case "tools" -> tools = place;
      case "system", "instructions" -> system = place;
      case "messages", "input" -> turns = place;
      default -> {
        // The rest only says how to answer.
      }
    }
  }

  private void field(String name, JsonToken value) throws BadBodyException {
    switch (name) {
      case "n" -> {
        once(name);
        answers = answers(value);
      }
      case "service_tier", "speed", "inference_geo" -> {
        once(name);
        if (value == JsonToken.VALUE_STRING && !PRICED_WAYS.contains(text(name, WORD_MAX))) {
          unpriced = name;
        }
        pass(value);
      }
      case "web_search_options", "search_parameters", "audio" -> {
        unpriced = value == JsonToken.VALUE_NULL ? unpriced : name;
        pass(value);
      }
      case "tools" -> {
        if (value == JsonToken.START_ARRAY) {
          tools();
        } else {
          pass(value);
        }
      }
      case "model" -> {
        once(name);
        modelPlace = place(name, value, JsonToken.VALUE_STRING, "a text");
        model = text(name, MODEL_NAME_MAX);
      }
      case "stream" -> {
        once(name);
        stream = flag(name, value);
      }
      case "max_tokens", "max_completion_tokens", "max_output_tokens" -> {
        once(name);
        bound(name, value);
      }
      case "stream_options" -> {
        once(name);
        options(value);
      }
      case "prompt_cache_key", "user" -> {
        if (value == JsonToken.VALUE_STRING && session == null) {
          session = text(name, SESSION_MAX);
        } else {
          pass(value);
        }
      }
      case "messages" -> {
        if (value != JsonToken.START_ARRAY) {
          throw new BadBodyException(name, "\"messages\" must be a list");
        }
        messages = true;
        messages();
      }
      case "input" -> {
        input = value != JsonToken.VALUE_NULL;
        pass(value);
      }
      default -> pass(value);
    }
  }

  /** Of two that say different things one would be counted here and the other one be served. */
  private void once(String name) throws BadBodyException {
    if (!known.add(name)) {
      throw new BadBodyException(name, "\"" + name + "\" is given twice");
    }
  }

  private int answers(JsonToken value) throws BadBodyException {
    if (value == JsonToken.VALUE_NULL) {
      return 1;
    }
    String digits = value == JsonToken.VALUE_NUMBER_INT ? in.getString() : "";
    int count = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : 0;
    if (count < 1 || count > ANSWERS_MAX) {
      throw new BadBodyException("n", "\"n\" must be a whole number between 1 and " + ANSWERS_MAX);
    }
    return count;
  }

  /** Goes over the tools, and notes one that its provider would charge for. */
  private void tools() throws BadBodyException {
    JsonToken next = in.nextToken();
    while (next != null && next != JsonToken.END_ARRAY) {
      if (next == JsonToken.START_OBJECT) {
        tool();
      } else {
        pass(next);
      }
      next = in.nextToken();
    }
  }

  private void tool() throws BadBodyException {
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("type") && value == JsonToken.VALUE_STRING) {
        String type = text("tools.type", WORD_MAX);
        if (CHARGED_TOOLS.stream().anyMatch(type::startsWith)) {
          unpriced = type;
        }
      } else {
        pass(value);
      }
    }
  }

  /** Goes over the messages, and notes which of them began the turn. */
  private void messages() throws BadBodyException {
    inMessages = true;
    boolean asks = false;
    JsonToken next = in.nextToken();
    while (next != null && next != JsonToken.END_ARRAY) {
      int start = offset();
      holdsResult = false;
      boolean user = next == JsonToken.START_OBJECT ? isUsers() : notUsers(next);
      // What a tool has found is told as the user's in one protocol, but goes on with the turn.
      boolean asked = user && !holdsResult;
      if (asked) {
        turn = new Place("", asks ? turn.start() : start, offset());
      }
      asks = asked;
      next = in.nextToken();
    }
    inMessages = false;
  }

  private boolean notUsers(JsonToken value) {
    pass(value);
    return false;
  }

  private boolean isUsers() throws BadBodyException {
    boolean user = false;
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("role") && value == JsonToken.VALUE_STRING) {
        user = text(name, ROLE_MAX).equals("user");
      } else {
        pass(value);
      }
    }
    return user;
  }

  private Place place(String name, JsonToken value, JsonToken wanted, String what)
      throws BadBodyException {
    if (value != wanted) {
      throw new BadBodyException(name, "\"" + name + "\" must be " + what);
    }
    int start = offset();
    in.finishToken();
    return new Place(name, start, (int) in.currentLocation().getByteOffset());
  }

  private String text(String name, int most) throws BadBodyException {
    String text = in.getString();
    if (text.length() > most) {
      throw new BadBodyException(name, "\"" + name + "\" is longer than " + most + " characters");
    }
    return text;
  }

  private boolean flag(String name, JsonToken value) throws BadBodyException {
    if (value == JsonToken.VALUE_NULL) {
      return false;
    }
    if (!value.isBoolean()) {
      throw new BadBodyException(name, "\"" + name + "\" must be true or false");
    }
    return value == JsonToken.VALUE_TRUE;
  }

  private void bound(String name, JsonToken value) throws BadBodyException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    Place here = place(name, value, JsonToken.VALUE_NUMBER_INT, "a whole number");
    String digits = in.getString();
    if (digits.length() > 9 || digits.startsWith("-") || digits.equals("0")) {
      throw new BadBodyException(name, "\"" + name + "\" must be between 1 and 999999999");
    }
    // Where both names are given the newer one counts, at the vendor as here.
    if (!outputMaxPlace.exists() || !name.equals("max_tokens")) {
      outputMaxPlace = here;
      outputMax = Long.parseLong(digits);
    }
  }

  private void options(JsonToken value) throws BadBodyException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    if (value != JsonToken.START_OBJECT) {
      throw new BadBodyException("stream_options", "\"stream_options\" must be an object");
    }
    int inside = offset() + 1;
    int options = 0;
    Place said = Place.NONE;
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      options++;
      String name = in.currentName();
      JsonToken option = in.nextToken();
      if (name.equals("include_usage")) {
        int start = offset();
        usageWanted = flag(name, option);
        in.finishToken();
        said = new Place("true", start, (int) in.currentLocation().getByteOffset());
      } else {
        pass(option);
      }
    }
    String text = "\"include_usage\":true" + (options == 0 ? "" : ",");
    usage = said.exists() ? said : new Place(text, inside, inside);
  }

  /** Goes over a value and notes the pictures and files in it. */
  private void pass(JsonToken value) {
    if (!value.isStructStart()) {
      return;
    }
    int depth = 1;
    boolean carries = false;
    boolean typed = false;
    int began = -1;
    while (depth > 0) {
      JsonToken token = in.nextToken();
      if (token == null) {
        return;
      }
      if (began >= 0) {
        // Where the next token begins, this one has ended, and nobody had to hold it.
        carried(began, offset());
        began = -1;
      }
      if (token == JsonToken.PROPERTY_NAME) {
        carries = carriesMedia(in.currentName());
        typed = inMessages && in.currentName().equals("type");
      } else if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING && carries) {
        began = offset();
      } else if (token == JsonToken.VALUE_STRING && typed) {
        holdsResult |= in.getString().equals("tool_result");
      }
    }
  }

  private void carried(int start, int end) {
    if (end - start >= MEDIA_BYTES_MIN) {
      media.add(new Place("", start, end));
    }
  }

  /** Fields in which both protocols carry base64. */
  private static boolean carriesMedia(String name) {
    return switch (name) {
      case "url", "image_url", "data", "file_data" -> true;
      default -> false;
    };
  }

  private int offset() {
    return (int) in.currentTokenLocation().getByteOffset();
  }
}
