package dev.clawstead.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.TokenUse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTallyTest {

  @Test
  void ofAChatCompletionThePromptIncludesWhatWasCached() {
    UsageTally tally = new UsageTally(ModelProtocol.OPENAI);
    read(
        tally,
        """
        {"id":"c","choices":[{"message":{"role":"assistant","content":"Hi there"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":100,"completion_tokens":30,"total_tokens":130,
          "prompt_tokens_details":{"cached_tokens":80},"completion_tokens_details":{"reasoning_tokens":10}}}""");
    tally.endOfBody();

    assertThat(tally.complete()).isTrue();
    assertThat(tally.use(prompt(999), 999)).isEqualTo(new TokenUse(20, 80, 0, 30, 10));
    assertThat(tally.textChars()).isEqualTo(8);
  }

  @Test
  void reasoningBesideTheCompletionIsOutputToo() {
    UsageTally tally = new UsageTally(ModelProtocol.OPENAI);
    read(
        tally,
        """
        {"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5,
         "total_tokens":35,"completion_tokens_details":{"reasoning_tokens":20}}}""");

    assertThat(tally.use(TokenUse.NONE, 0)).isEqualTo(new TokenUse(10, 0, 0, 25, 20));
  }

  @Test
  void aStreamOfChatIsCompleteWithItsUsageAndTheReportIsKnownAsThat() {
    UsageTally tally = new UsageTally(ModelProtocol.OPENAI);

    assertThat(
            read(
                tally,
                "{\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}]}"))
        .isFalse();
    assertThat(read(tally, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}")).isFalse();
    assertThat(tally.complete()).isFalse();
    assertThat(tally.finished()).isTrue();
    assertThat(
            read(tally, "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}"))
        .isTrue();

    assertThat(tally.complete()).isTrue();
    assertThat(tally.use(TokenUse.NONE, 0)).isEqualTo(new TokenUse(7, 0, 0, 2, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'choices':[],'usage':{'prompt_tokens':7,'prompt_tokens_details':{'cached_tokens':2}}}; true",
        "{'usage':{'prompt_tokens':7,'prompt_tokens_details':{'cached_tokens':2}},'choices':[]}; true",
        "{'choices':[{'delta':{}}],'usage':{'prompt_tokens':7}}; false",
        "{'choices':[],'usage':null}; false",
        "{'usage':{'prompt_tokens':7}}; false",
      })
  void onlyAnEventThatReportsAndSaysNothingElseIsTheReport(String event, boolean isReport) {
    UsageTally tally = new UsageTally(ModelProtocol.OPENAI);

    assertThat(read(tally, event.replace('\'', '"'))).isEqualTo(isReport);
  }

  @Test
  void aStreamOfMessagesCountsItsPromptAtTheStartAndItsOutputAtTheEnd() {
    UsageTally tally = new UsageTally(ModelProtocol.ANTHROPIC);
    read(
        tally,
        """
        {"type":"message_start","message":{"type":"message","content":[],"usage":{"input_tokens":50,
         "cache_creation_input_tokens":200,"cache_read_input_tokens":1000,"output_tokens":1}}}""");
    read(
        tally,
        "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}");
    assertThat(tally.use(TokenUse.NONE, 12)).isEqualTo(new TokenUse(50, 1000, 200, 12, 0));

    read(
        tally,
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":40}}");
    assertThat(tally.complete()).isFalse();
    read(tally, "{\"type\":\"message_stop\"}");

    assertThat(tally.complete()).isTrue();
    assertThat(tally.use(TokenUse.NONE, 0)).isEqualTo(new TokenUse(50, 1000, 200, 40, 0));
  }

  @Test
  void aStreamOfResponsesIsCountedOnceThoughItRepeatsItsText() {
    UsageTally tally = new UsageTally(ModelProtocol.OPENAI);
    read(tally, "{\"type\":\"response.output_text.delta\",\"delta\":\"Hello\"}");
    read(tally, "{\"type\":\"response.output_text.done\",\"text\":\"Hello\"}");
    read(
        tally,
        """
        {"type":"response.completed","response":{"output":[{"content":[{"text":"Hello"}]}],
         "usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":3,
          "output_tokens_details":{"reasoning_tokens":1},"total_tokens":12}}}""");

    assertThat(tally.textChars()).isEqualTo(5);
    assertThat(tally.complete()).isTrue();
    assertThat(tally.use(TokenUse.NONE, 0)).isEqualTo(new TokenUse(5, 4, 0, 3, 1));
  }

  @Test
  void embeddingsHaveNoOutput() {
    UsageTally tally = new UsageTally(ModelProtocol.OPENAI);
    read(
        tally,
        "{\"data\":[{\"embedding\":[0.1]}],\"usage\":{\"prompt_tokens\":6,\"total_tokens\":6}}");
    tally.endOfBody();

    assertThat(tally.complete()).isTrue();
    assertThat(tally.use(TokenUse.NONE, 0)).isEqualTo(new TokenUse(6, 0, 0, 0, 0));
  }

  @Test
  void whatIsNotReportedIsEstimatedAndWhatIsMangledTellsNothing() {
    UsageTally tally = new UsageTally(ModelProtocol.OPENAI);
    read(tally, "{\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}");
    read(tally, "{\"choices\":[{\"del");

    assertThat(tally.failed()).isTrue();
    assertThat(tally.complete()).isFalse();
    assertThat(tally.use(prompt(100), 2)).isEqualTo(new TokenUse(100, 0, 0, 2, 0));
  }

  private static boolean read(UsageTally tally, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return tally.read(bytes, 0, bytes.length);
  }

  private static TokenUse prompt(long tokens) {
    return new TokenUse(tokens, 0, 0, 0, 0);
  }
}
