package dev.clawstead.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.api.Client.Answer;
import dev.clawstead.api.Client.SignedUp;
import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class InstanceTest {

  private final Stand stand = Stand.up();
  private final Client visitor = stand.client();
  private final SignedUp owner = visitor.signUp("pro");
  private final String path = "/api/v1/instances/" + owner.instance();

  @Test
  void thePlanSaysHowManyAgentsThereMayBe() {
    assertThat(create("Bea", "key-1").status()).isEqualTo(201);
    assertThat(create("Cid", "key-2").status()).isEqualTo(201);

    Answer fourth = create("Dan", "key-3");

    assertThat(fourth.status()).isEqualTo(409);
    assertThat(fourth.field()).isEqualTo("plan");
    assertThat(create("Dan", "key-3").json()).isEqualTo(fourth.json());
  }

  @Test
  void sixtyFourOrdersAtOnceDoNotExceedThePlan() throws Exception {
    Callable<Answer> order = () -> owner.client().post("/api/v1/instances", Map.of("name", "Bea"));

    List<Answer> answers = Crowd.together(Collections.nCopies(64, order));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(2);
    assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(62);
  }

  @Test
  void sixtyFourRepeatsAtOnceOrderOneAgent() throws Exception {
    Callable<Answer> order = () -> create("Bea", "the-same");

    List<Answer> answers = Crowd.together(Collections.nCopies(64, order));

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::json).containsOnly(answers.getFirst().json());
    assertThat(names(owner.client())).containsExactly("Bea", "Ada");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"name\":7}',400,name",
    "'{\"name\":[\"x\"]}',400,name",
    "'{}',422,name",
    "'{\"name\":\"\"}',422,name",
    "'{\"name\":\"x\",\"plan\":\"gold\"}',422,plan",
    "'{\"name\":\"x\",\"plan\":\"enterprise\"}',422,plan",
    "'{\"name\":\"x\",\"plan\":\"business\"}',409,plan",
    "'{\"name\":\"x\",\"region\":\"atlantis\"}',422,region",
    "'{\"name\":\"x\",\"size\":\"large\"}',400,size",
    "'{\"name\":',400,''",
    "'[]',400,''",
    "'\"x\"',400,''",
  })
  void whatIsWrongIsNamed(String body, int status, String field) {
    Answer answer = owner.client().post("/api/v1/instances", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(answer.text()).doesNotContain("Exception", "jackson", "\tat ");
  }

  @Test
  void listsGoOnWhereTheyEnded() {
    create("Bea", "a");
    create("Cid", "b");
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = owner.client().get("/api/v1/instances?limit=1" + cursor).orFail().json();
      page.at("/items").forEach(item -> seen.add(item.at("/name").asString()));
      cursor =
          page.at("/nextCursor").isNull() ? "" : "&cursor=" + page.at("/nextCursor").asString();
    } while (!cursor.isEmpty());

    assertThat(seen).containsExactly("Cid", "Bea", "Ada");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit",
    "limit=101,limit",
    "limit=x,limit",
    "cursor=x,cursor",
    "cursor=,cursor"
  })
  void aBadPageIsRefused(String query, String field) {
    for (String list : List.of("/api/v1/instances", path + "/timeline")) {
      Answer answer = owner.client().get(list + "?" + query);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.field()).isEqualTo(field);
    }
  }

  @Test
  void anAgentIsDeletedOnlyUnderItsName() {
    Answer wrong = owner.client().delete(path, Map.of("name", "ada"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.field()).isEqualTo("name");

    Answer deleted = owner.client().delete(path, Map.of("name", "Ada"));

    assertThat(deleted.status()).isEqualTo(202);
    assertThat(owner.client().get(path).json().at("/state").asString()).isEqualTo("deleted");
    assertThat(owner.client().get(path).json().at("/url").isNull()).isTrue();
    assertThat(owner.client().delete(path, Map.of("name", "Ada")).status()).isEqualTo(202);
    assertThat(names(owner.client())).isEmpty();
    assertThat(owner.client().get("/api/v1/me").json().at("/limits/used").asInt()).isZero();
  }

  @Test
  void onlyARunningAgentRestartsAndOpens() {
    assertThat(owner.client().post(path + "/restart", null).status()).isEqualTo(409);
    assertThat(owner.client().post(path + "/ticket", null).status()).isEqualTo(409);
    assertThat(owner.client().post(path + "/chat-pass", null).status()).isEqualTo(409);
  }

  @Test
  void aRepeatedRestartIsOneRestart() {
    SignedUp running = running();
    String agent = "/api/v1/instances/" + running.instance();

    Answer first = running.client().post(agent + "/restart", null, "restart-1");
    Answer again = running.client().post(agent + "/restart", null, "restart-1");

    assertThat(first.status()).isEqualTo(202);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(running.client().get(agent + "/timeline").json().at("/items"))
        .filteredOn(item -> item.at("/kind").asString().equals("restarted"))
        .hasSize(1);
  }

  @Test
  void aTicketIsALinkOfTheAgentsOwnAddress() {
    SignedUp running = running();
    String agent = "/api/v1/instances/" + running.instance();

    Answer ticket = running.client().post(agent + "/ticket", null, "ticket-1");

    assertThat(ticket.status()).isEqualTo(201);
    assertThat(ticket.json().at("/url").asString())
        .startsWith(running.body().at("/instance/url").asString() + "/.clawstead/open?ticket=");
    assertThat(running.client().post(agent + "/ticket", null, "ticket-1").json())
        .isEqualTo(ticket.json());
    assertThat(running.client().post(agent + "/ticket", null).json()).isNotEqualTo(ticket.json());
  }

  @Test
  void aChatPassIsOfTheAgentAndEndsSoon() {
    SignedUp running = running();
    String agent = "/api/v1/instances/" + running.instance();

    Answer pass = running.client().post(agent + "/chat-pass", null);

    assertThat(pass.status()).isEqualTo(201);
    assertThat(pass.json().at("/token").asString()).startsWith("csc_");
    assertThat(pass.json().at("/url").asString())
        .isEqualTo(running.body().at("/instance/url").asString() + "/v1/chat/completions");
    assertThat(Instant.parse(pass.json().at("/expiresAt").asString()))
        .isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(15)));
  }

  @Test
  void somebodyElsesAgentDoesNotExist() {
    Client other = visitor.signUp("pro").client();

    assertThat(other.get(path).status()).isEqualTo(404);
    assertThat(other.get(path + "/timeline").status()).isEqualTo(404);
    assertThat(other.post(path + "/restart", null).status()).isEqualTo(404);
    assertThat(other.post(path + "/ticket", null).status()).isEqualTo(404);
    assertThat(other.post(path + "/chat-pass", null).status()).isEqualTo(404);
    assertThat(other.delete(path, Map.of("name", "Ada")).status()).isEqualTo(404);
    assertThat(owner.client().get(path).status()).isEqualTo(200);
  }

  @Test
  void anIdThatIsNoneNamesNothing() {
    assertThat(owner.client().get("/api/v1/instances/x").status()).isEqualTo(404);
    assertThat(owner.client().get("/api/v1/instances/" + UUID.randomUUID()).status())
        .isEqualTo(404);
  }

  /** Somebody with a running agent. Small cells: nobody of these tests waits for them. */
  private SignedUp running() {
    TestRows rows = new TestRows(stand.bean(Database.class).sql());
    rows.warmCell(rows.node(10));
    SignedUp person = visitor.signUp("free");
    assertThat(person.body().at("/instance/state").asString()).isEqualTo("running");
    return person;
  }

  private Answer create(String name, String key) {
    return owner.client().post("/api/v1/instances", Map.of("name", name), key);
  }

  private static List<String> names(Client client) {
    List<String> names = new ArrayList<>();
    client
        .get("/api/v1/instances")
        .json()
        .at("/items")
        .forEach(item -> names.add(item.at("/name").asString()));
    return names;
  }
}
