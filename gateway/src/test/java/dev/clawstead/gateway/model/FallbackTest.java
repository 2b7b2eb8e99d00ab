package dev.clawstead.gateway.model;

import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Wait;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens when a provider or its key fails: the next of the chain serves. */
class FallbackTest {

  private final ChainStand stand = new ChainStand();

  FallbackTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stand.close();
  }

  @Test
  void whatOneProviderCannotDoTheNextOneDoes() throws Exception {
    stand.first.answers(500, "{\"error\":{\"message\":\"oh\"}}");
    stand.second.answers(200, ANSWER);

    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);

    List<AttemptsRecord> attempts = stand.recorded(3);
    assertThat(attempts.get(1).getOutcome()).isEqualTo("failed");
    assertThat(attempts.get(1).getMicros()).isZero();
    assertThat(attempts.get(2).getProvider()).isEqualTo("two");
    assertThat(stand.second.asked.getFirst().header("Authorization")).isEqualTo("Bearer sk-two");
  }

  @Test
  void aKeyThatItsProviderRefusesIsTakenOutAndTheAgentNeverHearsOfIt() throws Exception {
    stand.first.answers(402, "{\"error\":{\"message\":\"no money\",\"type\":\"billing\"}}");
    stand.second.answers(200, ANSWER).answers(200, ANSWER);

    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);
    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);

    assertThat(stand.first.asked).hasSize(1);
    Wait.until(
        () ->
            stand
                    .stage
                    .database
                    .sql()
                    .fetchCount(
                        org.jooq.impl.DSL.selectFrom("provider_keys where state = 'refused'"))
                == 1);
  }

  @Test
  void whenNobodyIsWellTheAgentMayAskAgainInASecond() throws Exception {
    stand.first.answers(401, "{\"error\":{\"code\":\"invalid_api_key\"}}");
    stand.second.answers(429, "{\"error\":{\"code\":\"insufficient_quota\"}}");

    Answer answer = stand.ask(CHAT, HELLO);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isEqualTo("1");
    assertThat(answer.body()).doesNotContain("quota").doesNotContain("api_key");
  }
}
