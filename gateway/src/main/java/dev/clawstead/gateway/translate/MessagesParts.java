package dev.clawstead.gateway.translate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes Anthropic's content blocks of a chat message's content.
 *
 * <p>Sources: openai.json (ChatCompletionRequestMessageContentPart*);
 * platform.claude.com/docs/en/build-with-claude/vision and pdf-support.
 */
final class MessagesParts {

  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  private MessagesParts() {}

  /** The blocks; none for a content that is empty, which Anthropic refuses as a block. */
  static ArrayNode of(JsonNode content, String path) throws Untranslatable {
    ArrayNode blocks = Json.array();
    if (content.isString()) {
      addText(blocks, content.stringValue(""));
    } else if (content instanceof ArrayNode parts) {
      for (int i = 0; i < parts.size(); i++) {
        add(blocks, parts.path(i), path + "[" + i + "]");
      }
    } else if (!content.isMissingNode() && !content.isNull()) {
      throw new Untranslatable(path, "has to be a text or a list of parts");
    }
    return blocks;
  }

  /** The blocks of a content that may only be text. */
  static ArrayNode texts(JsonNode content, String path) throws Untranslatable {
    ArrayNode blocks = of(content, path);
    for (JsonNode block : blocks) {
      if (!Json.text(block, "type").equals("text")) {
        throw new Untranslatable(path, "may only be text here");
      }
    }
    return blocks;
  }

  /** Adds the text unless it is blank: "text content blocks must contain non-whitespace text". */
  static void addText(ArrayNode blocks, String text) {
    if (!text.isBlank()) {
      blocks.add(Json.typed("text").put("text", text));
    }
  }

  private static void add(ArrayNode blocks, JsonNode part, String path) throws Untranslatable {
    String type = Json.text(part, "type");
    switch (type) {
      case "text" -> addText(blocks, part.path("text").stringValue(""));
      case "refusal" -> addText(blocks, part.path("refusal").stringValue(""));
      case "image_url" -> blocks.add(image(part.path("image_url"), path + ".image_url"));
      case "file" -> blocks.add(document(part.path("file"), path + ".file"));
      case "input_audio" -> throw new Untranslatable(path, "Anthropic's models take no audio");
      default -> throw new Untranslatable(path, "this type of part has no counterpart");
    }
  }

  private static ObjectNode image(JsonNode image, String path) throws Untranslatable {
    String url = Json.needText(image, "url", path);
    DataUrl data = DataUrl.parse(url);
    ObjectNode block = Json.typed("image");
    if (data != null && IMAGES.contains(data.mediaType())) {
      block.set("source", base64(data));
    } else if (data == null && url.startsWith("https://")) {
      block.putObject("source").put("type", "url").put("url", url);
    } else {
      throw new Untranslatable(path + ".url", "takes https and data URLs of JPEG, PNG, GIF, WebP");
    }
    return block;
  }

  private static ObjectNode document(JsonNode file, String path) throws Untranslatable {
    if (Json.says(file, "file_id")) {
      throw new Untranslatable(path + ".file_id", "the file is stored with another provider");
    }
    String name = Json.text(file, "filename");
    String bytes = Json.needText(file, "file_data", path);
    DataUrl data = DataUrl.parse(bytes);
    if (data == null && name.toLowerCase(Locale.ROOT).endsWith(".pdf")) {
      // The API's description says base64, its guide says a data URL: both are sent.
      data = new DataUrl("application/pdf", bytes);
    }
    ObjectNode block = Json.typed("document");
    if (data != null && data.mediaType().equals("application/pdf")) {
      block.set("source", base64(data));
    } else if (data != null && data.mediaType().equals("text/plain")) {
      block.set("source", plain(data, path + ".file_data"));
    } else {
      throw new Untranslatable(path + ".file_data", "takes PDF and plain text");
    }
    if (!name.isEmpty()) {
      block.put("title", name);
    }
    return block;
  }

  private static ObjectNode base64(DataUrl data) {
    return Json.typed("base64").put("media_type", data.mediaType()).put("data", data.base64());
  }

  private static ObjectNode plain(DataUrl data, String path) throws Untranslatable {
    try {
      byte[] text = Base64.getDecoder().decode(data.base64());
      return Json.typed("text")
          .put("media_type", "text/plain")
          .put("data", new String(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      throw new Untranslatable(path, "has to be base64");
    }
  }
}
