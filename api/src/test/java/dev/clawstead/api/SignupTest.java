package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestRows;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class SignupTest {

  private final Stand stand = Stand.up();
  private final Client visitor = stand.client();

  @Test
  void aWarmCellIsTheAnswer() {
    TestRows rows = new TestRows(stand.bean(Database.class).sql());
    rows.warmCell(rows.node(10));

    Answer answer = visitor.post("/api/v1/signup", body(Map.of("plan", "free")));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().at("/instance/state").asString()).isEqualTo("running");
    assertThat(answer.json().at("/instance/url").asString())
        .matches("http://[a-z2-7]{20}\\.agents\\.localhost:7401");
    assertThat(answer.json().at("/instance/accessToken").asString()).startsWith("csa_");
    assertThat(answer.json().at("/account/plan").asString()).isEqualTo("free");
    assertThat(answer.header("Set-Cookie"))
        .startsWith("clawstead-session=css_")
        .contains("HttpOnly", "SameSite=Lax", "Path=/")
        .doesNotContain("Domain");
  }

  @Test
  void withoutAWarmCellTheAgentIsQueuedWithAnEstimate() {
    SignedUp signedUp = visitor.signUp("business");

    assertThat(signedUp.body().at("/instance/state").asString()).isEqualTo("queued");
    assertThat(signedUp.body().at("/instance/url").isNull()).isTrue();
    assertThat(signedUp.body().at("/instance/accessToken").isNull()).isTrue();
    assertThat(signedUp.body().at("/instance/eta").isString()).isTrue();
    assertThat(signedUp.client().get("/api/v1/instances/" + signedUp.instance()).json().at("/name"))
        .isEqualTo(signedUp.body().at("/instance/name"));
  }

  @Test
  void anAddressIsTakenHoweverItIsSpelt() {
    SignedUp first = visitor.signUp("pro");

    Answer second =
        visitor.post(
            "/api/v1/signup",
            body(Map.of("email", first.email().toUpperCase(java.util.Locale.ROOT))));

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.field()).isEqualTo("email");
  }

  @ParameterizedTest
  @CsvSource({
    "email,,422",
    "email,nobody,422",
    "email,a b@example.test,422",
    "email,a@localhost,422",
    "password,,422",
    "password,short,422",
    "agentName,,422",
    "agentName,'  ',422",
    "agentName,'bell \u0007',422",
    "plan,gold,422",
    "plan,enterprise,422",
    "region,atlantis,422",
    "colour,blue,400",
  })
  void whatIsWrongIsNamed(String field, @Nullable String value, int status) {
    Map<String, Object> body = new HashMap<>(body(Map.of()));
    body.remove(field);
    if (value != null) {
      body.put(field, value);
    }

    Answer answer = visitor.post("/api/v1/signup", body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void textsThatAreTooLongAreRefused() {
    for (var wrong :
        Map.of(
                "email", "a".repeat(255) + "@example.test",
                "password", "p".repeat(129),
                "agentName", "n".repeat(61))
            .entrySet()) {
      Answer answer =
          visitor.post("/api/v1/signup", body(Map.of(wrong.getKey(), wrong.getValue())));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.field()).isEqualTo(wrong.getKey());
    }
  }

  @Test
  void theAddressIsNoPassword() {
    String email = UUID.randomUUID() + "@example.test";

    Answer answer = visitor.post("/api/v1/signup", body(Map.of("email", email, "password", email)));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.field()).isEqualTo("password");
  }

  @Test
  void aRepeatGetsTheSameAnswerAndATokenThatWorks() {
    String key = UUID.randomUUID().toString();
    Map<String, String> body = body(Map.of());

    Answer first = visitor.post("/api/v1/signup", body, key);
    Answer again = visitor.post("/api/v1/signup", body, key);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Set-Cookie")).startsWith("clawstead-session=css_");
    String token = again.json().at("/session/token").asString();
    assertThat(visitor.as(token).get("/api/v1/me").status()).isEqualTo(200);
  }

  @Test
  void aKeyBelongsToOneBody() {
    String key = UUID.randomUUID().toString();
    visitor.post("/api/v1/signup", body(Map.of()), key).orFail();

    Answer other = visitor.post("/api/v1/signup", body(Map.of("agentName", "Other")), key);

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.field()).isEqualTo("Idempotency-Key");
  }

  @Test
  void sixtyFourRepeatsAtOnceMakeOneAccount() throws Exception {
    String key = UUID.randomUUID().toString();
    Map<String, String> body = body(Map.of());
    Callable<Answer> signup = () -> visitor.post("/api/v1/signup", body, key);

    List<Answer> answers = Crowd.together(Collections.nCopies(64, signup));

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::json).containsOnly(answers.getFirst().json());
    String token = answers.getFirst().json().at("/session/token").asString();
    assertThat(visitor.as(token).get("/api/v1/instances").json().at("/items")).hasSize(1);
  }

  static Map<String, String> body(Map<String, String> different) {
    Map<String, String> body = new HashMap<>();
    body.put("email", UUID.randomUUID() + "@example.test");
    body.put("password", Client.PASSWORD);
    // Those who wait for a small cell would be served before the test that brings one.
    body.put("plan", "pro");
    body.put("agentName", "Ada");
    body.putAll(different);
    return body;
  }
}
