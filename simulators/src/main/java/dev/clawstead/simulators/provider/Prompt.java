package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * What is kept of a request for a reply: its small settings as they came, its large parts only as
 * counts.
 *
 * @param settings every field but the prompt itself
 * @param sections tools, system and messages, in the order in which prefixes are cached
 * @param items how many messages or input items there are; -1 without any such field
 * @param tools the names of the functions on offer
 * @param lastUserText the end of what the user said last
 * @param answersTool whether the last thing said is a tool's result
 */
record Prompt(
    Kind kind,
    ObjectNode settings,
    List<Section> sections,
    int items,
    Set<String> tools,
    String lastUserText,
    boolean answersTool) {

  /** The dialect it is written in. */
  enum Kind {
    CHAT,
    RESPONSES,
    MESSAGES
  }

  JsonNode setting(String name) {
    return settings.path(name);
  }

  int tokens() {
    return Tokens.of(sections.stream().mapToLong(Section::bytes).sum());
  }

  boolean streamed() {
    return setting("stream").asBoolean(false);
  }
}
