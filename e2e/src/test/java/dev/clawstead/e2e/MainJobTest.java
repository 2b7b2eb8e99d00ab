package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The main job, tried as a new user would. */
@Timeout(900)
@Order(1)
class MainJobTest {

  private final Installation installation = Installation.up();

  @Test
  void aSignupAnswersWithAnAddressThatAnswersAtOnce() throws IOException {
    String key = UUID.randomUUID().toString();
    Wait.until(Duration.ofMinutes(2), () -> assertThat(warmCells()).isPositive());

    JsonNode signup =
        installation.api().tryPost("/api/v1/signup", Api.signUpBody(key), key).orFail().body();

    JsonNode instance = signup.path("instance");
    assertThat(instance.path("state").asText()).isEqualTo("running");
    HttpResponse<String> home =
        Api.agent(
            "GET", instance.path("url").asText() + "/", instance.path("accessToken").asText(), "");
    assertThat(home.statusCode()).isEqualTo(200);
    assertThat(home.body()).contains("<html");
  }

  @Test
  void onlyTheOwnerOpensAnAgent() throws IOException {
    Agent mine = Agent.signUp(installation);
    Agent other = Agent.signUp(installation);

    assertThat(mine.get("/").statusCode()).isEqualTo(200);
    assertThat(mine.getAs(null, "/").statusCode()).isEqualTo(401);
    assertThat(mine.getAs(other.accessToken(), "/").statusCode()).isEqualTo(401);
    assertThat(mine.getAs(null, "/healthz").statusCode()).isEqualTo(200);
    assertThat(other.owner().get("/api/v1/instances/" + mine.id()).status()).isEqualTo(404);
  }

  @Test
  void aTicketOpensTheAgentInABrowserAndOnlyOnce() throws IOException {
    Agent agent = Agent.signUp(installation);
    String link =
        agent
            .owner()
            .post("/api/v1/instances/" + agent.id() + "/ticket")
            .orFail()
            .body()
            .path("url")
            .asText();

    HttpResponse<String> first = Api.agent("GET", link, null, "");
    HttpResponse<String> second = Api.agent("GET", link, null, "");

    assertThat(first.statusCode()).isEqualTo(303);
    String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").doesNotContain("Domain");
    assertThat(withCookie(agent, cookie.substring(0, cookie.indexOf(';')))).isEqualTo(200);
    assertThat(second.statusCode()).isBetween(400, 499);
    assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void signupsBeyondTheWarmPoolAreBuiltOnTheSpot() {
    List<JsonNode> signups =
        IntStream.range(0, warmCells() + 3).mapToObj(i -> installation.api().signUp()).toList();

    List<Agent> agents =
        signups.stream().map(s -> Agent.of(installation, s, Duration.ofMinutes(2))).toList();

    assertThat(agents.stream().map(Agent::slug)).doesNotHaveDuplicates();
  }

  @Test
  void aRepeatedSignupIsTheSameSignup() {
    String key = UUID.randomUUID().toString();
    Map<String, String> body = Api.signUpBody(key);

    JsonNode first = installation.api().tryPost("/api/v1/signup", body, key).orFail().body();
    JsonNode again = installation.api().tryPost("/api/v1/signup", body, key).orFail().body();

    assertThat(again).isEqualTo(first);
  }

  @Test
  void anAgentKeepsItsFilesAndItsAddressOverARestart() throws IOException {
    Agent agent = Agent.signUp(installation);
    assertThat(agent.put("/files/note.txt", "remember me").statusCode()).isBetween(200, 204);

    agent.owner().post("/api/v1/instances/" + agent.id() + "/restart").orFail();

    Wait.until(
        Duration.ofMinutes(1),
        () -> {
          assertThat(agent.state()).isEqualTo("running");
          assertThat(agent.get("/files/note.txt").body()).isEqualTo("remember me");
        });
  }

  @Test
  void anAgentThinksOnWithANewKeyOfItsOwnAndTheOldOneIsVoid() throws IOException {
    Agent agent = Agent.signUp(installation);
    assertThat(agent.put("/files/note.txt", "remember me").statusCode()).isBetween(200, 204);
    assertThat(agent.think().statusCode()).isEqualTo(200);
    World world = new World(installation);
    String old = world.modelKey(agent.slug());
    assertThat(statusOfModels(old)).isEqualTo(200);

    agent
        .owner()
        .tryPost(
            "/api/v1/instances/" + agent.id() + "/model-key/rotate",
            Map.of("overlapSeconds", 0),
            UUID.randomUUID().toString())
        .orFail();

    Wait.until(
        Duration.ofMinutes(1),
        () -> {
          assertThat(agent.state()).isEqualTo("running");
          assertThat(agent.think().statusCode()).isEqualTo(200);
          assertThat(agent.get("/files/note.txt").body()).isEqualTo("remember me");
          assertThat(statusOfModels(old)).isEqualTo(401);
        });
    assertThat(statusOfModels(world.modelKey(agent.slug()))).isEqualTo(200);
  }

  @Test
  void aDeletedAgentIsGoneWithEverythingThatWasMadeForIt() throws IOException {
    Agent agent = Agent.signUp(installation);

    agent.delete();

    assertThat(agent.get("/").statusCode()).isIn(404, 410);
    assertThat(new World(installation).dockerObjects()).noneMatch(o -> o.contains(agent.slug()));
  }

  @Test
  void theTimelineTellsTheStory() {
    Agent agent = Agent.signUp(installation);

    Wait.until(
        Duration.ofSeconds(30),
        () ->
            assertThat(agent.owner().list("/api/v1/instances/" + agent.id() + "/timeline"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.path("title").asText()).isNotBlank()));
  }

  private int statusOfModels(String key) throws IOException {
    URI models = URI.create(installation.url("models") + "/models");
    return Api.text(HttpRequest.newBuilder(models).header("Authorization", "Bearer " + key).build())
        .statusCode();
  }

  private int warmCells() {
    return installation.operator().list("/api/v1/ops/pools").stream()
        .filter(pool -> pool.path("size").asText().equals("small"))
        .mapToInt(pool -> pool.path("warm").asInt())
        .sum();
  }

  private static int withCookie(Agent agent, String cookie) throws IOException {
    URI address = URI.create(agent.url());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + "/"))
            .header("Host", address.getAuthority())
            .header("Cookie", cookie)
            .build();
    return Api.text(request).statusCode();
  }
}
