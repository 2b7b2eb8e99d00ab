package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.api.session.Passwords;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SessionTest {

  private final Stand stand = Stand.up();
  private final Client visitor = stand.client();

  @Test
  void whoSignsInIsKnownUntilTheySignOut() {
    SignedUp person = visitor.signUp("pro");
    Answer in = signIn(person.email().toUpperCase(Locale.ROOT), Client.PASSWORD);
    Client client = visitor.as(in.json().at("/session/token").asString());

    assertThat(in.status()).isEqualTo(201);
    Answer me = client.get("/api/v1/me");
    assertThat(me.json().at("/account/email").asString()).isEqualTo(person.email());
    assertThat(me.json().at("/limits/instances").asInt()).isEqualTo(3);
    assertThat(me.json().at("/limits/used").asInt()).isEqualTo(1);
    assertThat(client.delete("/api/v1/sessions/current", null).status()).isEqualTo(204);
    assertThat(client.get("/api/v1/me").status()).isEqualTo(401);
  }

  @Test
  void anUnknownAddressAndAWrongPasswordAreTheSameAnswerAfterTheSameWork() {
    SignedUp person = visitor.signUp("pro");
    Passwords passwords = stand.bean(Passwords.class);
    long before = passwords.checks();

    Answer wrong = signIn(person.email(), "not the password");
    long afterWrong = passwords.checks();
    Answer unknown = signIn(UUID.randomUUID() + "@example.test", "not the password");

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.json()).isEqualTo(wrong.json());
    assertThat(afterWrong - before).isEqualTo(1);
    assertThat(passwords.checks() - afterWrong).isEqualTo(1);
  }

  @Test
  void guessingAtOneAccountEnds() {
    SignedUp person = visitor.signUp("pro");
    for (int i = 0; i < 10; i++) {
      assertThat(signIn(person.email(), "guess number " + i).status()).isEqualTo(401);
    }

    Answer refused = signIn(person.email(), Client.PASSWORD);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
  }

  @Test
  void aWriteByCookieNeedsTheSessionsCsrfToken() {
    SignedUp person = visitor.signUp("pro");
    String cookie = "clawstead-session=" + person.body().at("/session/token").asString();
    String csrf = person.body().at("/session/csrfToken").asString();
    String path = "/api/v1/instances/" + person.instance() + "/restart";
    Map<String, String> byCookie = Map.of("Cookie", cookie);

    assertThat(visitor.send("GET", "/api/v1/me", null, byCookie).json().at("/session/csrfToken"))
        .isEqualTo(person.body().at("/session/csrfToken"));
    assertThat(visitor.send("POST", path, null, byCookie).status()).isEqualTo(403);
    assertThat(
            visitor
                .send("POST", path, null, Map.of("Cookie", cookie, "X-CSRF-Token", "guess"))
                .status())
        .isEqualTo(403);
    assertThat(
            visitor
                .send("POST", path, null, Map.of("Cookie", cookie, "X-CSRF-Token", csrf))
                .status())
        .as("past the door: the agent is queued, so it does not restart")
        .isEqualTo(409);
  }

  @Test
  void signingOutTakesTheCookieAway() {
    SignedUp person = visitor.signUp("pro");

    Answer out = person.client().delete("/api/v1/sessions/current", null);

    assertThat(out.header("Set-Cookie")).startsWith("clawstead-session=;").contains("Max-Age=0");
  }

  @Test
  void whereTlsIsOnTheCookieIsForThisHostAndHttpsAlone() {
    try (var secure = stand.another("clawstead.tls=true")) {
      Wait.until(() -> secure.getBean(dev.clawstead.api.health.StartUp.class).isDone());
      Client client = Stand.client(secure);

      Answer answer = client.post("/api/v1/signup", SignupTest.body(Map.of()));

      assertThat(answer.header("Set-Cookie"))
          .startsWith("__Host-clawstead-session=css_")
          .contains("Secure", "Path=/")
          .doesNotContain("Domain");
      assertThat(answer.header("Strict-Transport-Security")).contains("max-age=31536000");
    }
  }

  @Test
  void twoProcessesCountTogether() {
    String[] limits = {
      "clawstead.trusted-proxies=127.0.0.1", "clawstead.limits.signups-per-address=3"
    };
    // The trusted end counts; what the client wrote before it does not.
    Map<String, String> from = Map.of("X-Forwarded-For", UUID.randomUUID() + ", 203.0.113.7");
    try (var one = stand.another(limits);
        var two = stand.another(limits)) {
      List<Client> clients = List.of(Stand.client(one), Stand.client(two));
      clients.forEach(client -> Wait.until(() -> client.get("/readyz").status() == 200));

      List<Answer> answers =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      clients
                          .get(i % 2)
                          .send("POST", "/api/v1/signup", SignupTest.body(Map.of()), from))
              .toList();

      assertThat(answers).extracting(Answer::status).containsExactly(201, 201, 201, 429);
      assertThat(Integer.parseInt(answers.getLast().header("Retry-After"))).isPositive();
    }
  }

  @Test
  void theOperatorCanSignIn() {
    Answer in = signIn(Stand.OPERATOR, Stand.OPERATOR_PASSWORD);

    assertThat(in.json().at("/account/role").asString()).isEqualTo("operator");
  }

  private Answer signIn(String email, String password) {
    return visitor.post("/api/v1/sessions", Map.of("email", email, "password", password));
  }
}
