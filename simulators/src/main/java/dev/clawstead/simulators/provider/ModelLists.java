package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.state.Json;
import java.time.Instant;
import java.util.List;

/** The models of a vendor, in its own form. */
final class ModelLists {

  private ModelLists() {}

  static Answer all(Vendor vendor) {
    List<Model> models = Model.of(vendor);
    ObjectNode body = Json.object();
    if (vendor == Vendor.ANTHROPIC) {
      ArrayNode data = body.putArray("data");
      models.forEach(model -> data.add(json(model)));
      body.put("has_more", false)
          .put("first_id", models.getFirst().id())
          .put("last_id", models.getLast().id());
    } else {
      ArrayNode data = body.put("object", "list").putArray("data");
      models.forEach(model -> data.add(json(model)));
    }
    return Answer.ok(body);
  }

  static Answer one(Vendor vendor, String name) {
    return Answer.ok(
        json(Model.find(vendor, name).orElseThrow(() -> ErrorForm.unknownModel(vendor, name))));
  }

  private static ObjectNode json(Model model) {
    return switch (model.vendor()) {
      case ANTHROPIC ->
          Json.object()
              .put("type", "model")
              .put("id", model.id())
              .put("display_name", model.title())
              .put("created_at", Instant.ofEpochSecond(model.created()).toString())
              .put("lifecycle", "active");
      case GOOGLE -> openai(model, "models/" + model.id(), "google");
      case OPENAI -> openai(model, model.id(), "system");
      case XAI -> openai(model, model.id(), "xai");
      case COMPATIBLE -> openai(model, model.id(), "library");
    };
  }

  private static ObjectNode openai(Model model, String id, String owner) {
    return Json.object()
        .put("id", id)
        .put("object", "model")
        .put("created", model.created())
        .put("owned_by", owner);
  }
}
