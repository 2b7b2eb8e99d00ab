package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.catalogue.ModelKeys;
import dev.clawstead.db.catalogue.ModelKeys.ModelKey;
import dev.clawstead.secrets.Tokens;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
  void aKeysSuccessorWorksBesideItUntilTheOverlapIsOver() {
    Map<String, Object> wanted = Map.of("name", "laptop", "expiresAt", "2099-01-01T00:00:00Z");
    var old = owner.client().post(keys, wanted).orFail().json();
    String rotate = keys + "/" + old.path("id").asString() + "/rotate";

    var made = owner.client().post(rotate, Map.of("overlapSeconds", 3600)).orFail().json();

    assertThat(made.path("name").asString()).isEqualTo("laptop");
    assertThat(made.path("expiresAt").asString()).isEqualTo("2099-01-01T00:00:00Z");
    assertThat(live()).contains(hash(old)).contains(hash(made));
    String id = made.path("id").asString();
    assertThat(
            owner
                .client()
                .post(keys + "/" + id + "/rotate", Map.of("overlapSeconds", 0))
                .status())
        .isEqualTo(201);
    assertThat(live()).contains(hash(old)).doesNotContain(hash(made));
    assertThat(
            owner
                .client()
                .post(keys + "/" + id + "/rotate", Map.of("overlapSeconds", 0))
                .status())
        .isEqualTo(404);
  }

  @Test
  void aRepeatedRotationIsTheSameOne() {
    String id = owner.client().post(keys, Map.of("name", "tv")).json().path("id").asString();
    String rotate = keys + "/" + id + "/rotate";

    Answer first = owner.client().post(rotate, Map.of("overlapSeconds", 60), "rotate-1");
    Answer second = owner.client().post(rotate, Map.of("overlapSeconds", 60), "rotate-1");

    assertThat(second.json()).isEqualTo(first.orFail().json());
    assertThat(owner.client().get(keys).json().path("items")).hasSize(2);
    assertThat(owner.client().post(rotate, Map.of("overlapSeconds", -1)).field())
        .isEqualTo("overlapSeconds");
    assertThat(owner.client().post(rotate, Map.of()).field()).isEqualTo("overlapSeconds");
  }

  private static String hash(tools.jackson.databind.JsonNode minted) {
    return HexFormat.of().formatHex(Tokens.hash(minted.path("key").asString()));
  }

  private static List<String> live() {
    return new ModelKeys(STAND.bean(Database.class).sql())
        .live().stream().map(ModelKey::hash).toList();
  }
}
