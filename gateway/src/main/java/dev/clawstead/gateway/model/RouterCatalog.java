package dev.clawstead.gateway.model;

import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.gateway.model.Shelf.Listed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agent may ask for, in the form that OpenClaw's clawrouter plugin reads (its {@code
 * provider-catalog.ts}): names whose first model speaks Anthropic's protocol are called in it, all
 * others as chat completions. A change of plan is a change of this list, and nothing in the cell.
 */
final class RouterCatalog {

  private static final JsonMapper JSON = new JsonMapper();

  private RouterCatalog() {}

  static byte[] of(List<Listed> listed) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode providers = root.putArray("providers");
    provider(providers, "clawstead", true, listed, ModelProtocol.OPENAI);
    ObjectNode native_ = provider(providers, "anthropic", false, listed, ModelProtocol.ANTHROPIC);
    ObjectNode route = ((ArrayNode) native_.path("routes")).addObject();
    route.put("path", "/v1/messages").put("requestFormat", "anthropic.messages");
    route.putArray("methods").add("POST");
    return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode provider(
      ArrayNode providers, String id, boolean openAi, List<Listed> listed, ModelProtocol protocol) {
    ObjectNode provider = providers.addObject();
    provider.put("id", id).put("displayName", "Clawstead").put("openaiCompatible", openAi);
    provider.put("nativeBaseUrl", "/v1/native/" + id);
    provider.putArray("routes");
    ArrayNode models = provider.putArray("models");
    listed.stream()
        .filter(one -> one.provider().protocol() == protocol)
        .forEach(one -> model(models.addObject(), one));
    return provider;
  }

  private static void model(ObjectNode model, Listed one) {
    boolean chat = one.provider().protocol() == ModelProtocol.OPENAI;
    model.put("id", one.alias()).put("upstream", one.alias());
    ArrayNode capabilities = model.putArray("capabilities");
    if (one.model().outputMax() == 0) {
      capabilities.add("embeddings");
    } else {
      capabilities.add(chat ? "llm.chat" : "llm.messages");
    }
    model
        .putObject("pricing")
        .put("inputMicrosPerMillion", one.price().input())
        .put("cachedInputMicrosPerMillion", one.price().cachedInput())
        .put("cacheWrite5mInputMicrosPerMillion", one.price().cacheWrite())
        .put("outputMicrosPerMillion", one.price().output())
        .put("maxInputTokens", one.model().contextMax())
        .put("defaultMaxOutputTokens", one.model().outputMax());
  }
}
