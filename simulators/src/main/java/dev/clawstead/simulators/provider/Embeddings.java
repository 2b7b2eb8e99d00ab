package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.state.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/**
 * OpenAI's embeddings (platform.openai.com, api-reference/embeddings): a unit vector that depends
 * on nothing but the text.
 */
final class Embeddings {

  private static final int INPUTS_MAX = 2048;

  private Embeddings() {}

  /** The texts or lists of tokens that the request carries. */
  static List<JsonNode> inputs(ObjectNode body) {
    JsonNode input = body.path("input");
    if (input.isMissingNode() || input.isNull()) {
      throw ProviderError.invalid(
          "missing_required_parameter", "input", "Missing required parameter: 'input'.");
    }
    List<JsonNode> inputs = new ArrayList<>();
    if (input.isArray() && !input.path(0).isIntegralNumber()) {
      input.forEach(inputs::add);
    } else {
      inputs.add(input);
    }
    boolean readable = inputs.stream().allMatch(i -> i.isTextual() || i.isArray());
    if (inputs.isEmpty() || inputs.size() > INPUTS_MAX || !readable) {
      throw ProviderError.invalid(
          null, "input", "'$.input' is invalid. Please check the API reference.");
    }
    return inputs;
  }

  static int tokens(List<JsonNode> inputs) {
    return inputs.stream()
        .mapToInt(
            i ->
                i.isArray()
                    ? i.size()
                    : Tokens.of(i.asText().getBytes(StandardCharsets.UTF_8).length))
        .sum();
  }

  static ObjectNode answer(ObjectNode body, List<JsonNode> inputs, Usage usage, boolean tells) {
    int dimensions = body.path("dimensions").asInt(dimensions(body.path("model").asText()));
    boolean packed = body.path("encoding_format").asText("float").equals("base64");
    ObjectNode answer = Json.object().put("object", "list");
    ArrayNode data = answer.putArray("data");
    for (int i = 0; i < inputs.size(); i++) {
      float[] vector = vector(inputs.get(i).toString(), dimensions);
      ObjectNode row = data.addObject().put("object", "embedding").put("index", i);
      if (packed) {
        row.put("embedding", pack(vector));
      } else {
        ArrayNode numbers = row.putArray("embedding");
        for (float number : vector) {
          numbers.add(number);
        }
      }
    }
    answer.put("model", body.path("model").asText());
    if (tells) {
      answer
          .putObject("usage")
          .put("prompt_tokens", usage.input())
          .put("total_tokens", usage.input());
    }
    return answer;
  }

  private static int dimensions(String model) {
    return switch (model) {
      case "text-embedding-3-small" -> 1536;
      case "text-embedding-3-large", "gemini-embedding-001" -> 3072;
      default -> 768;
    };
  }

  private static float[] vector(String text, int dimensions) {
    SplittableRandom random = new SplittableRandom(text.hashCode());
    float[] vector = new float[dimensions];
    double squares = 0;
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextDouble(-1, 1);
      squares += (double) vector[i] * vector[i];
    }
    float length = (float) Math.sqrt(squares);
    for (int i = 0; i < dimensions; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  private static String pack(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : vector) {
      bytes.putFloat(number);
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
