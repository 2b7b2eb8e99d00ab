package dev.clawstead.gateway.translate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the parts of a chat message of Anthropic's content blocks.
 *
 * <p>Sources: platform.claude.com/docs/en/api/messages (ContentBlockParam); openai.json
 * (ChatCompletionRequestMessageContentPart*).
 */
final class ChatParts {

  private ChatParts() {}

  /** The parts of a content that is a text or a list of blocks. */
  static ArrayNode of(JsonNode content, String path) throws Untranslatable {
    ArrayNode parts = Json.array();
    if (content.isString()) {
      addText(parts, content.stringValue(""));
    } else if (content instanceof ArrayNode blocks) {
      for (int i = 0; i < blocks.size(); i++) {
        add(parts, blocks.path(i), path + "[" + i + "]");
      }
    } else if (!content.isMissingNode() && !content.isNull()) {
      throw new Untranslatable(path, "has to be a text or a list of blocks");
    }
    return parts;
  }

  static void addText(ArrayNode parts, String text) {
    if (!text.isEmpty()) {
      parts.add(Json.typed("text").put("text", text));
    }
  }

  static void add(ArrayNode parts, JsonNode block, String path) throws Untranslatable {
    switch (Json.text(block, "type")) {
      case "text" -> addText(parts, Json.text(block, "text"));
      case "image" -> parts.add(image(block.path("source"), path + ".source"));
      case "document" -> addDocument(parts, block, path);
      default -> throw new Untranslatable(path, "this type of block has no counterpart");
    }
  }

  static boolean isText(JsonNode part) {
    return Json.text(part, "type").equals("text");
  }

  /** The texts of the parts as one, the rest left out. */
  static String join(ArrayNode parts, String between) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : parts) {
      if (isText(part)) {
        text.append(text.isEmpty() ? "" : between).append(Json.text(part, "text"));
      }
    }
    return text.toString();
  }

  private static ObjectNode image(JsonNode source, String path) throws Untranslatable {
    ObjectNode part = Json.typed("image_url");
    part.putObject("image_url").put("url", url(source, path));
    return part;
  }

  private static String url(JsonNode source, String path) throws Untranslatable {
    return switch (Json.text(source, "type")) {
      case "url" -> Json.needText(source, "url", path);
      case "base64" -> bytes(source, path);
      default -> throw new Untranslatable(path, "the file is stored with another provider");
    };
  }

  private static String bytes(JsonNode source, String path) throws Untranslatable {
    String type = Json.needText(source, "media_type", path);
    return new DataUrl(type, Json.needText(source, "data", path)).text();
  }

  private static void addDocument(ArrayNode parts, JsonNode block, String path)
      throws Untranslatable {
    if (block.path("citations").path("enabled").asBoolean(false)) {
      throw new Untranslatable(path + ".citations", "have no counterpart");
    }
    JsonNode source = block.path("source");
    String title = Json.text(block, "title");
    switch (Json.text(source, "type")) {
      case "base64" ->
          addFile(parts, title.isEmpty() ? "document.pdf" : title, bytes(source, path + ".source"));
      case "text" -> addFile(parts, title.isEmpty() ? "document.txt" : title, plain(source));
      case "content" -> {
        addText(parts, title);
        for (JsonNode part : of(source.path("content"), path + ".source.content")) {
          parts.add(part);
        }
      }
      default -> throw new Untranslatable(path + ".source", "OpenAI takes documents as bytes");
    }
    // What Anthropic shows the model beside the document, but does not cite.
    addText(parts, Json.text(block, "context"));
  }

  private static void addFile(ArrayNode parts, String name, String url) {
    ObjectNode part = Json.typed("file");
    part.putObject("file").put("filename", name).put("file_data", url);
    parts.add(part);
  }

  private static String plain(JsonNode source) {
    byte[] text = Json.text(source, "data").getBytes(StandardCharsets.UTF_8);
    return new DataUrl("text/plain", Base64.getEncoder().encodeToString(text)).text();
  }
}
