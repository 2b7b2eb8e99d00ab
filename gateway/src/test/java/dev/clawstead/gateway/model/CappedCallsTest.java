package dev.clawstead.gateway.model;

import static dev.clawstead.db.generated.Tables.SPENDINGS;
import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.generated.tables.records.AttemptsRecord;
import dev.clawstead.db.spending.CapAmount;
import dev.clawstead.db.spending.Caps;
import dev.clawstead.db.spending.SpendingRules;
import dev.clawstead.domain.CapChoice;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.CapScope;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Wait;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls against caps: refused, shortened, served by a cheaper model, written down. */
class CappedCallsTest {

  private final ChainStand stand = new ChainStand();

  CappedCallsTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stand.close();
  }

  @Test
  void atTheCapTheAgentHearsTheOneAnswerItSurvives() throws Exception {
    stand.cap(0);

    Answer chat = stand.ask(CHAT, HELLO);
    Answer messages =
        stand.ask(
            "/v1/messages",
            "{\"model\":\"poet\",\"max_tokens\":9,\"messages\":[]}",
            "x-api-key: " + stand.key());

    assertThat(chat.status()).isEqualTo(429);
    assertThat(chat.body()).contains("\"type\":\"usage_limit_reached\"").contains(", resets ");
    assertThat(messages.status()).isEqualTo(429);
    assertThat(messages.body()).startsWith("{\"type\":\"error\"").contains("usage_limit_reached");
    assertThat(stand.first.asked).isEmpty();
  }

  @Test
  void anAnswerIsMadeShorterRatherThanRefused() throws Exception {
    // What was spent already, a prompt of a few tokens, and about a thousand of output.
    stand.cap(200 + 2_100);
    stand.first.answers(200, ANSWER);

    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);

    String bound =
        stand.first.asked.getFirst().body().replaceAll(".*max_completion_tokens\":(\\d+).*", "$1");
    assertThat(Integer.parseInt(bound)).isBetween(900, 1_050);
  }

  @Test
  void severalAnswersAtOnceShareWhatIsLeft() throws Exception {
    stand.cap(200 + 2_100);
    stand.first.answers(200, ANSWER);

    assertThat(stand.ask(CHAT, HELLO.replace("{\"model\"", "{\"n\":3,\"model\"")).status())
        .isEqualTo(200);

    String bound =
        stand.first.asked.getFirst().body().replaceAll(".*max_completion_tokens\":(\\d+).*", "$1");
    assertThat(Integer.parseInt(bound)).isBetween(300, 350);
  }

  @Test
  void anAgentAtItsCapIsServedOnceItIsRaised() throws Exception {
    stand.cap(0);
    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(429);
    stand.first.answers(200, ANSWER);

    new Caps(stand.stage.database.sql())
        .set(
            CapScope.INSTANCE,
            stand.agent.instance(),
            CapPeriod.MONTH,
            new CapAmount(1_000_000L, null));

    Wait.until(() -> stand.ask(CHAT, HELLO).status() == 200);
  }

  @Test
  void withMostOfTheCapSpentTheCheaperModelServesAndIsNamed() throws Exception {
    SpendingRules.set(
        stand.stage.database.sql(), stand.agent.instance(), CapChoice.CHEAPER, "small", false);
    // What is spent already is four fifths of it; the rest pays for none of the dear one's answers.
    stand.cap(250);
    stand.second.answers(200, ANSWER);

    Wait.until(() -> stand.ask(CHAT, HELLO).status() == 200);

    assertThat(stand.first.asked).isEmpty();
    assertThat(stand.second.asked.getFirst().body()).contains("\"model\":\"small-2\"");
    AttemptsRecord attempt = stand.recorded(2).getLast();
    assertThat(attempt.getAlias()).isEqualTo("smart");
    assertThat(attempt.getModel()).isEqualTo("small-2");
  }

  @Test
  void whatIsSpentIsInTheAccountsBooks() throws Exception {
    stand.recorded(1);

    var books = stand.stage.database.sql().selectFrom(SPENDINGS).fetch();

    assertThat(books).hasSize(5);
    assertThat(books).allSatisfy(row -> assertThat(row.getMicros()).isEqualTo(200));
  }
}
