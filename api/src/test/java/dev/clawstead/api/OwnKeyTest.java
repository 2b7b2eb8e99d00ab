package dev.clawstead.api;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.generated.tables.records.CellsRecord;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner replaces the key with which the agent itself calls models. */
@Timeout(120)
class OwnKeyTest {

  private static final Stand STAND = Stand.up();

  private final DSLContext sql = STAND.bean(Database.class).sql();
  private final SignedUp owner = running();
  private final String agent = "/api/v1/instances/" + owner.instance();
  private final String rotate = agent + "/model-key/rotate";

  @Test
  void theAgentGetsANewKeyAndKeepsItsAddressAndAccessToken() {
    Answer answer = owner.client().post(rotate, Map.of("overlapSeconds", 60));

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().at("/id").asString()).isEqualTo(owner.instance());
    assertThat(answer.text()).doesNotContain("csm_", "csk_");
    assertThat(cell().getModelKeyVersion()).isEqualTo(2);
    for (String kept : List.of("/url", "/accessToken")) {
      assertThat(owner.client().get(agent).json().at(kept))
          .isEqualTo(owner.body().at("/instance" + kept));
    }
    assertThat(owner.client().get(agent + "/timeline").json().at("/items"))
        .filteredOn(item -> item.at("/kind").asString().equals("model-key"))
        .singleElement()
        .satisfies(item -> assertThat(item.at("/actor").asString()).isEqualTo("you"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{}',3600",
    "'{\"overlapSeconds\":null}',3600",
    "'{\"overlapSeconds\":604800}',604800"
  })
  void theOldKeyWorksOnForAnHourUnlessTheOwnerSaysOtherwise(String body, long seconds) {
    assertThat(owner.client().post(rotate, body).status()).isEqualTo(202);

    OffsetDateTime ends = cell().getModelKeyBeforeEnds();
    assertThat(ends)
        .isBetween(
            OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(seconds - 120),
            OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(seconds));
  }

  @Test
  void aRepeatedRequestIsOneNewKeyAndTheSameKeyWithAnotherBodyIsRefused() {
    Answer first = owner.client().post(rotate, Map.of("overlapSeconds", 60), "rotate-1");
    Answer again = owner.client().post(rotate, Map.of("overlapSeconds", 60), "rotate-1");
    Answer other = owner.client().post(rotate, Map.of("overlapSeconds", 61), "rotate-1");

    assertThat(again.json()).isEqualTo(first.orFail().json());
    assertThat(other.status()).isEqualTo(422);
    assertThat(cell().getModelKeyVersion()).isEqualTo(2);
  }

  @Test
  void sixteenRepeatsAtOnceAreOneNewKey() throws Exception {
    Callable<Answer> ask = () -> owner.client().post(rotate, Map.of(), "the-same");

    List<Answer> answers = Crowd.together(Collections.nCopies(16, ask));

    assertThat(answers).extracting(Answer::status).containsOnly(202);
    assertThat(cell().getModelKeyVersion()).isEqualTo(2);
  }

  @Test
  void ofTwoRequestsAtOnceEachIsANewKeyOrAConflict() throws Exception {
    Callable<Answer> ask = () -> owner.client().post(rotate, Map.of());

    List<Integer> statuses =
        Crowd.together(Collections.nCopies(2, ask)).stream().map(Answer::status).toList();

    assertThat(statuses).contains(202).isSubsetOf(202, 409);
    assertThat(cell().getModelKeyVersion()).isEqualTo(1 + Collections.frequency(statuses, 202));
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "starting", "restarting", "failed", "deleting", "deleted"})
  void onlyARunningAgentGetsANewKey(String state) {
    sql.update(INSTANCES)
        .set(INSTANCES.STATE, state)
        .set(
            INSTANCES.DELETED_AT,
            state.equals("deleted") ? OffsetDateTime.now(ZoneOffset.UTC) : null)
        .where(INSTANCES.ID.eq(UUID.fromString(owner.instance())))
        .execute();

    Answer answer = owner.client().post(rotate, Map.of());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().at("/detail").asString())
        .isEqualTo("The agent is " + state + "; only a running one gets a new key.");
    assertThat(cell().getModelKeyVersion()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"overlapSeconds\":-1}',422,overlapSeconds",
    "'{\"overlapSeconds\":604801}',422,overlapSeconds",
    "'{\"overlapSeconds\":\"soon\"}',400,overlapSeconds",
    "'{\"overlapSeconds\":1.5}',400,overlapSeconds",
    "'{\"overlapSeconds\":99999999999}',400,''",
    "'{\"overlap\":1}',400,overlap",
    "'[]',400,''",
  })
  void whatIsWrongIsNamed(String body, int status, String field) {
    Answer answer = owner.client().post(rotate, body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(cell().getModelKeyVersion()).isEqualTo(1);
  }

  @Test
  void nobodyElseReplacesIt() {
    assertThat(STAND.client().post(rotate, Map.of()).status()).isEqualTo(401);
    assertThat(STAND.client().signUp("free").client().post(rotate, Map.of()).status())
        .isEqualTo(404);
    assertThat(cell().getModelKeyVersion()).isEqualTo(1);
  }

  private CellsRecord cell() {
    return sql.fetchSingle(CELLS, CELLS.INSTANCE_ID.eq(UUID.fromString(owner.instance())));
  }

  private SignedUp running() {
    TestRows rows = new TestRows(sql);
    rows.warmCell(rows.node(10));
    SignedUp person = STAND.client().signUp("free");
    assertThat(person.body().at("/instance/state").asString()).isEqualTo("running");
    return person;
  }
}
