package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.mail.Mails;
import dev.clawstead.db.spending.Raises;
import dev.clawstead.db.spending.SpendingNotices;
import dev.clawstead.db.spending.SpendingRules;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.secrets.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CapsTest {

  private static final Stand STAND = Stand.up();

  private final SignedUp owner = STAND.client().signUp("pro");
  private final UUID instance = UUID.fromString(owner.instance());
  private final String path = "/api/v1/instances/" + instance;
  private final DSLContext sql = STAND.bean(Database.class).sql();

  @Test
  void withoutACapOfItsOwnAnAgentIsBoundByThePlan() {
    JsonNode view = owner.client().get(path + "/caps").orFail().json();

    assertThat(view.path("caps")).hasSize(1);
    assertThat(view.at("/caps/0/source").asString()).isEqualTo("plan");
    assertThat(view.at("/caps/0/capTokens").asLong()).isEqualTo(Plan.PRO.tokensPerMonth());
    assertThat(view.path("choice").asString()).isEqualTo("stop");
    assertThat(view.path("pausedUntil").isNull()).isTrue();
  }

  @Test
  void aCapIsSetRaisedForTheMonthAndTakenAway() {
    set("{\"month\":{\"micros\":1000},\"day\":{\"tokens\":70},\"choice\":\"ask\"}").orFail();
    spend(400);

    JsonNode raised = raise("{\"micros\":5000}").orFail().json();

    JsonNode month = own(raised, "month");
    assertThat(month.path("capMicros").asLong()).isEqualTo(1_000);
    assertThat(month.path("raisedMicros").asLong()).isEqualTo(5_000);
    assertThat(month.path("spentMicros").asLong()).isEqualTo(400);
    assertThat(month.path("resets").asString()).endsWith("-01");
    assertThat(own(raised, "day").path("capTokens").asLong()).isEqualTo(70);
    assertThat(raised.path("choice").asString()).isEqualTo("ask");
    JsonNode none = set("{\"choice\":\"stop\"}").orFail().json();
    assertThat(none.path("caps")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                    | choice",
        "{\"choice\":\"never\"}                                | choice",
        "{\"choice\":\"stop\",\"day\":{\"micros\":-1}}         | day.micros",
        "{\"choice\":\"stop\",\"month\":{\"tokens\":2000000000000000}} | month.tokens",
        "{\"choice\":\"cheaper\"}                              | cheaperAlias",
        "{\"choice\":\"cheaper\",\"cheaperAlias\":\"nothing\"} | cheaperAlias",
        "{\"choice\":\"stop\",\"cheaperAlias\":\"fast\"}       | cheaperAlias"
      })
  void whatIsWrongWithACapIsNamed(String body, String field) {
    Answer answer = set(body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "\"\"", "\"5\"", "true"})
  void anAmountIsAWholeNumber(String tokens) {
    Answer answer = set("{\"choice\":\"stop\",\"month\":{\"tokens\":" + tokens + "}}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.text()).contains("month.tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                     | micros",
        "{\"micros\":999}       | micros",
        "{\"tokens\":5}         | tokens",
        "{\"micros\":5000,\"period\":\"year\"} | period"
      })
  void whatIsWrongWithARaiseIsNamed(String body, String field) {
    set("{\"month\":{\"micros\":1000},\"choice\":\"stop\"}").orFail();

    Answer answer = raise(body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.field()).isEqualTo(field);
  }

  @Test
  void nothingIsRaisedAboveThePlanNorWhereNothingIsCapped() {
    assertThat(raise("{\"micros\":5000}").status()).isEqualTo(409);

    set("{\"month\":{\"tokens\":1000},\"choice\":\"stop\"}").orFail();

    assertThat(raise("{\"tokens\":" + (Plan.PRO.tokensPerMonth() + 1) + "}").field())
        .isEqualTo("tokens");
    assertThat(raise("{\"tokens\":2000,\"period\":\"day\"}").status()).isEqualTo(409);
  }

  @Test
  void theAccountsCapBoundsAllOfItsAgents() {
    JsonNode account =
        owner
            .client()
            .send("PUT", "/api/v1/me/caps", "{\"day\":{\"micros\":77}}", Map.of())
            .orFail()
            .json();

    assertThat(account.path("caps")).hasSize(2);
    assertThat(owner.client().get(path + "/caps").json().path("caps"))
        .isEqualTo(account.path("caps"));
    assertThat(owner.client().get("/api/v1/me/caps").json()).isEqualTo(account);
  }

  @Test
  void aKeyMayHaveACapOfItsOwn() {
    Map<String, Object> cap = Map.of("period", "day", "micros", 500);
    owner.client().post(path + "/keys", Map.of("name", "laptop", "cap", cap)).orFail();

    JsonNode listed = owner.client().get(path + "/keys").json();

    assertThat(listed.at("/items/0/cap/period").asString()).isEqualTo("day");
    assertThat(listed.at("/items/0/cap/micros").asLong()).isEqualTo(500);
    Answer wrong =
        owner.client().post(path + "/keys", Map.of("name", "x", "cap", Map.of("period", "day")));
    assertThat(wrong.field()).isEqualTo("cap.micros");
  }

  @Test
  void whatIsToldAndMailedIsListed() {
    set("{\"month\":{\"micros\":1000},\"choice\":\"stop\"}").orFail();
    spend(960);

    JsonNode notices = owner.client().get(path + "/notices").orFail().json();

    assertThat(notices.at("/items/0/kind").asString()).isEqualTo("share");
    assertThat(notices.at("/items/0/percent").asInt()).isEqualTo(95);
    assertThat(notices.at("/items/0/scope").asString()).isEqualTo("instance");
    assertThat(notices.at("/items/0/period").asString()).isEqualTo("month");
    JsonNode mails = RoutesTest.operator().get("/api/v1/ops/mails").orFail().json();
    assertThat(mails.at("/items/0/to").asString()).isEqualTo(owner.email());
    assertThat(mails.at("/items/0/state").asString()).isEqualTo("waiting");
    UUID mail = UUID.fromString(mails.at("/items/0/id").asString());
    new Mails(sql).written(mail, "S", "T", "H");
    new Mails(sql).sent(mail);
    JsonNode sent = RoutesTest.operator().get("/api/v1/ops/mails").orFail().json();
    assertThat(sent.at("/items/0/state").asString()).isEqualTo("sent");
    assertThat(sent.at("/items/0/subject").asString()).isEqualTo("S");
  }

  @Test
  void aLinkShowsWhatItRaisesAndRaisesItOnceWithoutASession() {
    set("{\"month\":{\"micros\":1000},\"choice\":\"ask\"}").orFail();
    spend(1_000);
    UUID notice =
        new SpendingNotices(sql).list(UUID.randomUUID(), instance, null, 1).getFirst().id();
    String token = Tokens.random("");
    new Raises(sql).offer(notice, Tokens.hash(token));
    String link = "/api/v1/raises/" + token;

    JsonNode seen = STAND.client().get(link).orFail().json();
    assertThat(seen.path("done").asBoolean()).isFalse();
    assertThat(seen.path("toMicros").asLong()).isEqualTo(1_500);
    assertThat(
            own(owner.client().get(path + "/caps").json(), "month").path("raisedMicros").isNull())
        .isTrue();

    JsonNode done = STAND.client().post(link, Map.of()).orFail().json();
    assertThat(STAND.client().post(link, Map.of()).orFail().json()).isEqualTo(done);

    assertThat(done.path("done").asBoolean()).isTrue();
    assertThat(done.path("capMicros").asLong()).isEqualTo(1_500);
  }

  @Test
  void aPausedAgentGoesOnWhenItsOwnerSaysSo() {
    set("{\"choice\":\"stop\",\"pauseOnAnomaly\":true}").orFail();
    SpendingRules.pause(sql, instance, Instant.now().plus(Duration.ofHours(1)));
    assertThat(owner.client().get(path + "/caps").json().path("pausedUntil").asString(""))
        .isNotEmpty();

    JsonNode view = owner.client().post(path + "/unpause", null).orFail().json();

    assertThat(view.path("pausedUntil").isNull()).isTrue();
    assertThat(view.path("pauseOnAnomaly").asBoolean()).isTrue();
  }

  private Answer set(String body) {
    return owner.client().send("PUT", path + "/caps", body, Map.of());
  }

  private Answer raise(String body) {
    return owner.client().post(path + "/raise", body);
  }

  private static JsonNode own(JsonNode view, String period) {
    return view.path("caps")
        .valueStream()
        .filter(cap -> cap.path("source").asString().equals("owner"))
        .filter(cap -> cap.path("period").asString().equals(period))
        .findFirst()
        .orElseThrow();
  }

  private void spend(long micros) {
    new LedgerRows(STAND.bean(Database.class))
        .record(
            LedgerRows.attempt(
                instance, Instant.now(), "r-1", null, AttemptOutcome.DONE, new Spend(micros, 1)));
  }
}
