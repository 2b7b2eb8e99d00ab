package dev.clawstead.activities.hetzner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clawstead.activities.hetzner.HetznerApi.NewServer;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Query;

/** Holds what we send against the vendor's published description. */
class HetznerDescriptionTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path FILE = Path.of("../../shared/data/openapi/hcloud.json");
  private static JsonNode description;

  @BeforeAll
  static void read() throws Exception {
    assumeTrue(Files.exists(FILE), "Hetzner's description is not beside this checkout: " + FILE);
    description = JSON.readTree(FILE.toFile());
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyCallIsDescribedWithItsParameters(Method call) {
    JsonNode operation = description.at("/paths").path(path(call)).path(verb(call));

    assertThat(operation.isMissingNode()).as("%s %s", verb(call), path(call)).isFalse();
    List<String> known = new ArrayList<>();
    operation.path("parameters").forEach(p -> known.add(resolve(p).path("name").asText()));
    assertThat(known).containsAll(queries(call));
  }

  @Test
  void anOrderHoldsWhatIsDescribedAndAllThatIsRequired() {
    JsonNode body =
        JSON.valueToTree(
            new NewServer("n", "cx23", "fsn1", "debian-13", Map.of("a", "b"), "#!", List.of(1L)));
    JsonNode schema =
        resolve(
            description.at("/paths/~1servers/post/requestBody/content/application~1json/schema"));

    schema.path("required").forEach(r -> assertThat(body.has(r.asText())).isTrue());
    body.properties()
        .forEach(
            field -> {
              JsonNode property = resolve(schema.path("properties").path(field.getKey()));
              assertThat(property.isMissingNode()).as(field.getKey()).isFalse();
              assertThat(property.path("type").asText())
                  .as(field.getKey())
                  .isEqualTo(type(field.getValue()));
            });
  }

  static List<Method> calls() {
    return Arrays.asList(HetznerApi.class.getDeclaredMethods());
  }

  private static JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : description.at(reference.substring(1));
  }

  private static String type(JsonNode value) {
    return value.isTextual() ? "string" : value.isArray() ? "array" : "object";
  }

  private static List<String> queries(Method call) {
    return Arrays.stream(call.getParameters())
        .filter(p -> p.isAnnotationPresent(Query.class))
        .map(p -> p.getAnnotation(Query.class).value())
        .toList();
  }

  private static String verb(Method call) {
    return call.isAnnotationPresent(GET.class)
        ? "get"
        : call.isAnnotationPresent(POST.class) ? "post" : "delete";
  }

  private static String path(Method call) {
    String path =
        switch (verb(call)) {
          case "get" -> call.getAnnotation(GET.class).value();
          case "post" -> call.getAnnotation(POST.class).value();
          default -> call.getAnnotation(DELETE.class).value();
        };
    return path.replaceFirst("^v1", "");
  }
}
