package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.catalogue.ModelKeys;
import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import dev.clawstead.secrets.Tokens;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose key may call, and who pays for it. */
class WhoCallsTest {

  private final ChainStand stand = new ChainStand();

  WhoCallsTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stand.close();
  }

  @Test
  void aHeldAgentSpendsNothing() throws Exception {
    stand.stage.rows.hold(stand.agent, "unpaid");

    Wait.until(() -> stand.ask(CHAT, HELLO).status() == 429);
    stand.first.asked.clear();

    assertThat(stand.ask(CHAT, HELLO).body()).contains("usage_limit_reached");
    assertThat(stand.first.asked).isEmpty();
  }

  @Test
  void aKeyThatNobodyHasIsUnknown() throws Exception {
    for (String header :
        List.of("Authorization: Bearer csm_" + "x".repeat(43), "Authorization: Basic x", "A: b")) {
      try (Client client = stand.stage.modelClient()) {
        Answer answer = client.send(ChainStand.post(CHAT, HELLO, header)).answer();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid_api_key");
      }
    }
  }

  @Test
  void anOwnersKeyWorksAtOnceAndUntilItIsRevoked() throws Exception {
    String minted = Tokens.random("csm_");
    ModelKeys keys = new ModelKeys(stand.stage.database.sql());
    UUID id = keys.mint(stand.agent.instance(), "laptop", Tokens.hash(minted), null);
    stand.first.answers(200, ANSWER);

    assertThat(stand.askWith(minted).status()).isEqualTo(200);
    assertThat(stand.recorded(2).getLast().getKeyId()).isEqualTo(id);
    keys.revoke(stand.agent.instance(), id);
    Wait.until(() -> stand.askWith(minted).status() == 401);
  }

  @Test
  void aCellThatNobodyOwnsHearsACannedAnswerAndNobodyPays() throws Exception {
    Agent warm = stand.stage.rows.warm("127.0.0.1", stand.cell.port());
    String key = Stage.SECRET.modelKey(warm.cell(), 1);

    Wait.until(() -> stand.askWith(key).status() != 401);

    assertThat(stand.askWith(key).body()).contains("Ready.");
    assertThat(stand.first.asked).isEmpty();
    assertThat(stand.recorded(1)).hasSize(1);
  }

  @Test
  void aCellThatHasJustGotItsOwnerIsServedAtOnce() throws Exception {
    Agent fresh = stand.stage.rows.warm("127.0.0.1", stand.cell.port());
    String key = Stage.SECRET.modelKey(fresh.cell(), 1);
    Wait.until(() -> stand.askWith(key).body().contains("Ready."));
    stand.stage.rows.claim(fresh, Tokens.hash("x"));
    stand.first.answers(200, ANSWER);

    assertThat(stand.askWith(key).body()).isEqualTo(ANSWER);

    assertThat(stand.recorded(2).getLast().getInstanceId()).isEqualTo(fresh.instance());
  }
}
