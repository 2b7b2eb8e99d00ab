package dev.clawstead.gateway.model;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The models that an agent may ask for, as each protocol lists them
 * (platform.openai.com/docs/api-reference/models, docs.anthropic.com/en/api/models-list).
 */
final class ModelList {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String NEVER = "1970-01-01T00:00:00Z";

  private final List<String> names;
  private final boolean anthropic;

  ModelList(List<String> names, boolean anthropic) {
    this.names = names;
    this.anthropic = anthropic;
  }

  byte[] all() {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode data = root.putArray("data");
    names.forEach(name -> data.add(one(name)));
    if (anthropic) {
      root.put("has_more", false);
      root.put("first_id", names.isEmpty() ? null : names.getFirst());
      root.put("last_id", names.isEmpty() ? null : names.getLast());
    } else {
      root.put("object", "list");
    }
    return bytes(root);
  }

  /** The model of this name, or null when there is none. */
  byte @Nullable [] named(String name) {
    return names.contains(name) ? bytes(one(name)) : null;
  }

  private ObjectNode one(String name) {
    ObjectNode model = JSON.createObjectNode();
    model.put("id", name);
    if (anthropic) {
      model.put("type", "model").put("display_name", name).put("created_at", NEVER);
    } else {
      model.put("object", "model").put("created", 0).put("owned_by", "clawstead");
    }
    return model;
  }

  private static byte[] bytes(ObjectNode json) {
    return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
  }
}
