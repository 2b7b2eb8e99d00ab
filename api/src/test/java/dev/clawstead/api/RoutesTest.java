package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What must hold for every route, found in the description: a new one is in by itself. */
@Timeout(120)
class RoutesTest {

  /** Open to everybody; every other route wants a session. */
  private static final Set<String> PUBLIC =
      Set.of("POST /api/v1/signup", "POST /api/v1/sessions", "GET /api/v1/options");

  /** Whoever has the link needs no session; who has a wrong one has none. */
  private static final Set<String> BY_LINK =
      Set.of("GET /api/v1/raises/{token}", "POST /api/v1/raises/{token}");

  private static final Stand STAND = Stand.up();
  private static final Client VISITOR = STAND.client();

  @ParameterizedTest
  @MethodSource("routes")
  void aStrangerIsRefused(Route route) {
    Answer answer = route.call(VISITOR);

    if (PUBLIC.contains(route.toString())) {
      assertThat(answer.status()).isNotIn(401, 403, 404);
    } else if (BY_LINK.contains(route.toString())) {
      assertThat(answer.status()).isEqualTo(404);
    } else {
      assertThat(answer.status()).as(answer.text()).isEqualTo(401);
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aTokenThatWasNeverGivenIsRefused(Route route) {
    if (!PUBLIC.contains(route.toString()) && !BY_LINK.contains(route.toString())) {
      assertThat(route.call(VISITOR.as("css_" + "x".repeat(43))).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void theOperatorsRoutesDoNotExistForCustomers(Route route) {
    if (route.path().startsWith("/api/v1/ops/")) {
      assertThat(route.call(VISITOR.signUp("pro").client()).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anotherAccountsIdsAndUnknownOnesAreTheSame(Route route) {
    SignedUp owner = VISITOR.signUp("pro");
    Client other = VISITOR.signUp("pro").client();
    if (route.path().contains("{id}")) {
      assertThat(route.call(other, owner.instance()).status()).isEqualTo(404);
      assertThat(route.call(other, UUID.randomUUID().toString()).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void everyRouteDescribesItsProblems(Route route) {
    JsonNode responses = route.operation().at("/responses");

    assertThat(responses.propertyNames())
        .as("a success")
        .anyMatch(status -> status.startsWith("2"));
    for (String status : responses.propertyNames()) {
      if (status.compareTo("400") >= 0) {
        assertThat(responses.at("/" + status + "/content").propertyNames())
            .containsExactly("application/problem+json");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void everyBodyIsReadStrictly(Route route) {
    if (route.operation().has("requestBody")) {
      Client operator = operator();
      Map<String, String> xml = Map.of("Content-Type", "application/xml");
      String path = route.pathFor(UUID.randomUUID().toString());
      assertThat(operator.send(route.method(), path, "<a/>", xml).status()).isEqualTo(415);
      assertThat(operator.send(route.method(), path, "{", Map.of()).status()).isEqualTo(400);
      Answer unknown = operator.send(route.method(), path, "{\"zz\":1}", Map.of());
      assertThat(unknown.status()).isEqualTo(400);
      assertThat(unknown.field()).isEqualTo("zz");
      String large = "{\"name\":\"" + "x".repeat(70_000) + "\"}";
      assertThat(operator.send(route.method(), path, large, Map.of()).status()).isEqualTo(413);
    }
  }

  @Test
  void whatIsNotThereIsAProblemToo() {
    assertProblem(VISITOR.get("/api/v1/nothing"), 404);
    assertProblem(VISITOR.get("/api/nothing"), 404);
    assertProblem(VISITOR.send("PUT", "/api/v1/me", null, Map.of()), 405);
    assertThat(VISITOR.send("PUT", "/api/v1/me", null, Map.of()).header("Allow")).contains("GET");
    assertProblem(VISITOR.send("GET", "/api/v1/options", null, Map.of("Accept", "text/html")), 406);
    assertProblem(VISITOR.get("/enrol/v1/nodes/" + UUID.randomUUID()), 404);
    assertProblem(VISITOR.get("/api/v1/%2e%2e/secret"), 404);
  }

  @Test
  void aKeyMustBePrintable() {
    Answer answer = VISITOR.post("/api/v1/signup", SignupTest.body(Map.of()), "with space");

    assertProblem(answer, 400);
    assertThat(answer.field()).isEqualTo("Idempotency-Key");
  }

  @Test
  void everyAnswerTellsBrowsersToTrustNobodyElse() {
    for (String path : List.of("/", "/agents/1", "/api/v1/options", "/healthz")) {
      Answer answer = VISITOR.get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.header("Content-Security-Policy"))
          .startsWith("default-src 'self';")
          .contains("frame-ancestors 'none'");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("Referrer-Policy")).isNotEmpty();
    }
  }

  @Test
  void theConsoleAnswersForItsOwnPages() {
    assertThat(VISITOR.get("/agents/some-id").text()).contains("<html").contains("/assets/");
    assertThat(VISITOR.get("/missing.js").status()).isEqualTo(404);
  }

  @Test
  void whatIsOnOfferIsForEverybody() {
    JsonNode options = VISITOR.get("/api/v1/options").orFail().json();

    assertThat(options.at("/plans")).hasSize(4);
    assertThat(options.at("/plans/0/id").asString()).isEqualTo("free");
    assertThat(options.at("/regions/0/name").asString()).isEqualTo("Falkenstein, Germany");
    assertThat(options.at("/image").asString()).isEqualTo("agent-lite");
  }

  private static void assertProblem(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().at("/status").asInt()).isEqualTo(status);
    assertThat(answer.json().at("/title").asString()).isNotBlank();
    assertThat(answer.json().at("/detail").asString()).isNotBlank();
  }

  static Client operator() {
    Answer in =
        VISITOR.post(
            "/api/v1/sessions",
            Map.of("email", Stand.OPERATOR, "password", Stand.OPERATOR_PASSWORD));
    return VISITOR.as(in.orFail().json().at("/session/token").asString());
  }

  static Stream<Route> routes() {
    JsonNode paths = VISITOR.get("/api/v1/openapi.json").orFail().json().at("/paths");
    assertThat(paths.propertyNames()).hasSizeGreaterThan(15);
    return paths.properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .map(
                        operation ->
                            new Route(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                operation.getValue())));
  }

  /** One operation of the description. */
  record Route(String method, String path, JsonNode operation) {

    Answer call(Client client) {
      return call(client, UUID.randomUUID().toString());
    }

    Answer call(Client client, String id) {
      Object body = operation.has("requestBody") ? "{}" : null;
      return client.send(method, pathFor(id), body, Map.of());
    }

    String pathFor(String id) {
      return path.replace("{id}", id)
          .replace("{keyId}", UUID.randomUUID().toString())
          .replace("{attemptId}", UUID.randomUUID().toString())
          .replace("{token}", "x".repeat(43))
          .replace("{region}", "fsn1")
          .replace("{size}", "small");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }
}
