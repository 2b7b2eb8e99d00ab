package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.capture.Captures;
import dev.clawstead.db.capture.Captures.Wish;
import dev.clawstead.db.capture.Contents;
import dev.clawstead.db.capture.Contents.Sealed;
import dev.clawstead.db.spending.Attempt;
import dev.clawstead.db.spending.Attempt.Request;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Attempt.Target;
import dev.clawstead.db.spending.Attempts;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.CallKind;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.secrets.ContentPart;
import dev.clawstead.secrets.ContentSeal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CaptureTest {

  private static final Stand STAND = Stand.up();
  private static final String SAID = "{\"messages\":[{\"content\":\"my cat is called Ada\"}]}";

  private final SignedUp owner = STAND.client().signUp("pro");
  private final UUID instance = UUID.fromString(owner.instance());
  private final String path = "/api/v1/instances/" + instance;
  private final DSLContext sql = STAND.bean(Database.class).sql();

  @Test
  void nothingIsKeptUnlessTheOwnerWishesIt() {
    JsonNode view = owner.client().get(path + "/capture").orFail().json();

    assertThat(view.path("until").isNull()).isTrue();
    assertThat(view.path("kept").asInt(-1)).isZero();
  }

  @Test
  void itIsOnForTheHoursHeSetsAndOffWhenHeSaysSo() {
    JsonNode on = set("{\"hours\":24}").orFail().json();
    Instant until = Instant.parse(on.path("until").asString());
    assertThat(until)
        .isBetween(
            Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
    assertThat(owner.client().get(path + "/capture").json()).isEqualTo(on);

    JsonNode off = set("{\"hours\":null}").orFail().json();

    assertThat(off.path("until").isNull()).isTrue();
    assertThat(titles())
        .contains(
            "What the agent says to models is kept",
            "What the agent says to models is no longer kept");
    assertThat(audited()).contains("capture.start", "capture.end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "169", "-1"})
  void moreThanAWeekOrLessThanAnHourIsRefused(String hours) {
    Answer answer = set("{\"hours\":" + hours + "}");

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.field()).isEqualTo("hours");
    assertThat(owner.client().get(path + "/capture").json().path("until").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "\"2\"", "true", "99999999999"})
  void hoursAreAWholeNumber(String hours) {
    assertThat(set("{\"hours\":" + hours + "}").status()).isEqualTo(400);
  }

  @Test
  void whatWasKeptIsReadByItsOwnerAlone() {
    set("{\"hours\":1}").orFail();
    UUID attempt = keep();

    JsonNode read = owner.client().get(content(attempt)).orFail().json();

    assertThat(read.path("request").asString()).isEqualTo(SAID);
    assertThat(read.path("response").asString()).isEqualTo("Miaow");
    assertThat(read.path("truncated").asBoolean()).isTrue();
    assertThat(Instant.parse(read.path("expiresAt").asString()))
        .isAfter(Instant.now().plus(Duration.ofDays(7)));
    assertThat(owner.client().get(content(attempt)).header("Cache-Control")).contains("no-store");
    assertThat(STAND.client().get(content(attempt)).status()).isEqualTo(401);
    assertThat(STAND.client().signUp("pro").client().get(content(attempt)).status()).isEqualTo(404);
    assertThat(RoutesTest.operator().get(content(attempt)).status()).isEqualTo(404);
    assertThat(RoutesTest.operator().get(path + "/capture").status()).isEqualTo(404);
    assertThat(owner.client().get(content(UUID.randomUUID())).status()).isEqualTo(404);
    SignedUp other = STAND.client().signUp("pro");
    assertThat(
            other
                .client()
                .get("/api/v1/instances/" + other.instance() + "/attempts/" + attempt + "/content")
                .status())
        .isEqualTo(404);
  }

  @Test
  void attemptsSayWhetherTheirContentIsThere() {
    set("{\"hours\":1}").orFail();
    UUID with = keep();
    UUID without = UUID.randomUUID();
    record(with);
    record(without);

    JsonNode items = owner.client().get(path + "/attempts").orFail().json().path("items");

    assertThat(items.valueStream())
        .allSatisfy(
            item ->
                assertThat(item.path("content").asBoolean())
                    .isEqualTo(item.path("id").asString().equals(with.toString())));
    assertThat(items).hasSize(2);
  }

  @Test
  void whatWasKeptIsDeletedWhenItsOwnerSaysSoAndThatIsSafeToRepeat() {
    set("{\"hours\":1}").orFail();
    UUID attempt = keep();
    assertThat(owner.client().get(path + "/capture").json().path("kept").asInt()).isEqualTo(1);

    assertThat(owner.client().delete(path + "/capture", null).status()).isEqualTo(204);
    assertThat(owner.client().delete(path + "/capture", null).status()).isEqualTo(204);

    assertThat(owner.client().get(content(attempt)).status()).isEqualTo(404);
    JsonNode view = owner.client().get(path + "/capture").json();
    assertThat(view.path("until").isNull()).isTrue();
    assertThat(view.path("kept").asInt(-1)).isZero();
    assertThat(audited()).containsOnlyOnce("capture.delete");
  }

  private Answer set(String body) {
    return owner.client().send("PUT", path + "/capture", body, Map.of());
  }

  private String content(UUID attempt) {
    return path + "/attempts/" + attempt + "/content";
  }

  /** As a gateway does. */
  private UUID keep() {
    Wish wish =
        new Captures(sql)
            .live().stream()
                .filter(one -> one.instance().equals(instance))
                .findFirst()
                .orElseThrow();
    ContentSeal seal = ContentSeal.with(wish.publicKey());
    UUID attempt = UUID.randomUUID();
    boolean kept =
        new Contents(sql)
            .keep(
                wish.id(),
                new Sealed(
                    attempt,
                    instance,
                    seal.seal(ContentPart.REQUEST, attempt, SAID.getBytes(StandardCharsets.UTF_8)),
                    seal.seal(
                        ContentPart.RESPONSE, attempt, "Miaow".getBytes(StandardCharsets.UTF_8)),
                    true));
    assertThat(kept).isTrue();
    return attempt;
  }

  private void record(UUID attempt) {
    new Attempts(sql)
        .record(
            "g1",
            List.of(
                new Attempt(
                    attempt,
                    Instant.now(),
                    new Purse(instance, null),
                    new Request("r-1", null, "smart", CallKind.PERSON),
                    new Target("openai", "gpt-5.1", null, new Spend(1, 1)),
                    new Result(
                        AttemptOutcome.DONE,
                        false,
                        200,
                        null,
                        new TokenUse(1, 0, 0, 1, 0),
                        new Spend(1, 1),
                        Duration.ofMillis(3),
                        Duration.ofMillis(9)))));
  }

  private List<String> titles() {
    return owner
        .client()
        .get(path + "/timeline")
        .orFail()
        .json()
        .path("items")
        .valueStream()
        .map(item -> item.path("title").asString())
        .toList();
  }

  private List<String> audited() {
    return sql.fetch("select action from audit where subject = ?", "instance:" + instance)
        .getValues("action", String.class);
  }
}
