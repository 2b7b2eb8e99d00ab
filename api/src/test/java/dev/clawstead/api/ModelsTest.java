package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.catalogue.ModelKeys;
import dev.clawstead.db.catalogue.ModelKeys.ModelKey;
import dev.clawstead.db.spending.Attempt;
import dev.clawstead.db.spending.Attempt.Request;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Attempt.Target;
import dev.clawstead.db.spending.Attempts;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.CallKind;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.secrets.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ModelsTest {

  private static final Stand STAND = Stand.up();

  private final SignedUp owner = STAND.client().signUp("pro");
  private final String keys = "/api/v1/instances/" + owner.instance() + "/keys";

  @Test
  void aMintedKeyIsShownOnceAndListedWithoutItself() {
    Answer minted = owner.client().post(keys, Map.of("name", "laptop"));
    Answer listed = owner.client().get(keys);

    assertThat(minted.status()).isEqualTo(201);
    String key = minted.json().path("key").asString();
    assertThat(key).startsWith("csm_");
    assertThat(listed.json().at("/items/0/name").asString()).isEqualTo("laptop");
    assertThat(listed.text()).doesNotContain(key);
    assertThat(live()).contains(HexFormat.of().formatHex(Tokens.hash(key)));
  }

  @Test
  void aRevokedKeyIsGoneAndASecondTimeThereIsNone() {
    String id = owner.client().post(keys, Map.of("name", "phone")).json().path("id").asString();

    assertThat(owner.client().delete(keys + "/" + id, null).status()).isEqualTo(204);
    assertThat(owner.client().delete(keys + "/" + id, null).status()).isEqualTo(404);
    assertThat(owner.client().get(keys).json().path("items").size()).isZero();
  }

  @Test
  void aKeyNeedsANameAndATimeToCome() {
    assertThat(owner.client().post(keys, Map.of()).text()).contains("\"name\"");
    Answer over =
        owner.client().post(keys, Map.of("name", "x", "expiresAt", "2020-01-01T00:00:00Z"));
    assertThat(over.status()).isEqualTo(422);
    assertThat(over.text()).contains("expiresAt");
  }

  @Test
  void whatAnAgentUsedIsToldByDayAndModelAndAgainstItsCaps() {
    UUID instance = UUID.fromString(owner.instance());
    new Attempts(STAND.bean(Database.class).sql())
        .record("g1", List.of(attempt(instance), attempt(instance)));

    Answer usage = owner.client().get("/api/v1/instances/" + instance + "/usage");

    assertThat(usage.status()).isEqualTo(200);
    var line = usage.json().at("/lines/0");
    assertThat(line.path("alias").asString()).isEqualTo("smart");
    assertThat(line.path("attempts").asInt()).isEqualTo(2);
    assertThat(line.path("outputTokens").asLong()).isEqualTo(60);
    assertThat(line.path("micros").asLong()).isEqualTo(800);
    var month =
        usage
            .json()
            .path("limits")
            .valueStream()
            .filter(l -> l.path("scope").asString().equals("account"))
            .filter(l -> l.path("period").asString().equals("month"))
            .findFirst()
            .orElseThrow();
    assertThat(month.path("capTokens").asLong()).isEqualTo(Plan.PRO.tokensPerMonth());
    assertThat(month.path("capMicros").isNull()).isTrue();
    assertThat(month.path("spentTokens").asLong()).isEqualTo(600);
  }

  private static List<String> live() {
    return new ModelKeys(STAND.bean(Database.class).sql())
        .live().stream().map(ModelKey::hash).toList();
  }

  private static Attempt attempt(UUID instance) {
    return new Attempt(
        UuidV7.next(),
        Instant.now(),
        new Purse(instance, null),
        new Request("r-1", null, "smart", CallKind.PERSON),
        new Target("openai", "gpt-5.1", null, new Spend(900, 900)),
        new Result(
            AttemptOutcome.DONE,
            false,
            200,
            null,
            new TokenUse(100, 20, 0, 30, 5),
            new Spend(400, 300),
            Duration.ofMillis(3),
            Duration.ofMillis(9)));
  }
}
