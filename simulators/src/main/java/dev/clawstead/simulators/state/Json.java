package dev.clawstead.simulators.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Short ways to build and search JSON trees. */
public final class Json {

  // A virtual thread a request makes buffers kept by thread useless and, in streams, expensive.
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
              .build());

  private Json() {}

  /** The mapper for what is read and written once a request. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array(List<? extends JsonNode> items) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    items.forEach(array::add);
    return array;
  }

  /** A copy of these fields, in this order; a missing one becomes null. */
  public static ObjectNode pick(JsonNode from, String... fields) {
    ObjectNode picked = object();
    for (String field : fields) {
      picked.set(field, from.path(field).deepCopy());
      if (from.path(field).isMissingNode()) {
        picked.putNull(field);
      }
    }
    return picked;
  }

  public static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  public static void removeIf(JsonNode array, Predicate<JsonNode> condition) {
    for (int i = array.size() - 1; i >= 0; i--) {
      if (condition.test(array.get(i))) {
        ((ArrayNode) array).remove(i);
      }
    }
  }
}
