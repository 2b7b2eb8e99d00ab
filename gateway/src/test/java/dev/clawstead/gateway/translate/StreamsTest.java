package dev.clawstead.gateway.translate;

import static dev.clawstead.gateway.translate.Fixtures.askedChat;
import static dev.clawstead.gateway.translate.Fixtures.askedMessages;
import static dev.clawstead.gateway.translate.Fixtures.data;
import static dev.clawstead.gateway.translate.Fixtures.events;
import static dev.clawstead.gateway.translate.Fixtures.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsTest {

  @Test
  void anthropicsEventsBecomeTheChunksOfAChat() {
    assertThat(run(askedChat().stream(), events("messages-stream.sse")))
        .containsExactlyElementsOf(events("messages-stream.as-chat.sse"));
  }

  @Test
  void theChunksOfAChatBecomeAnthropicsEvents() {
    assertThat(run(askedMessages().stream(), events("chat-stream.sse")))
        .containsExactlyElementsOf(events("chat-stream.as-messages.sse"));
  }

  @Test
  void aDeltaGoesOutWithTheEventItCameIn() {
    StreamTranslation stream = askedChat().stream();
    List<Integer> sent = new ArrayList<>();
    for (SseEvent event : events("messages-stream.sse")) {
      List<SseEvent> out = new ArrayList<>();
      stream.event(event.name(), event.data(), out::add);
      sent.add(out.size());
    }

    assertThat(sent).containsExactly(1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 3);
  }

  @Test
  void aStreamOfAnthropicsThatIsCutAnywhereEndsInAnError() {
    List<SseEvent> whole = events("messages-stream.sse");
    for (int cut = 0; cut < whole.size(); cut++) {
      List<SseEvent> out = run(askedChat().stream(), whole.subList(0, cut));

      assertThat(out.getLast().data()).as("cut at %d", cut).contains("\"stream_ended_early\"");
      assertThat(out)
          .noneMatch(e -> e.data().equals("[DONE]"))
          .noneMatch(e -> e.data().contains("\"finish_reason\":\""));
    }
  }

  @Test
  void aChatsStreamThatIsCutBeforeItsFinishReasonEndsInAnError() {
    List<SseEvent> whole = events("chat-stream.sse");
    for (int cut = 0; cut < whole.size(); cut++) {
      List<SseEvent> out = run(askedMessages().stream(), whole.subList(0, cut));

      boolean finished = cut > 8;
      assertThat(out.getLast().name())
          .as("cut at %d", cut)
          .isEqualTo(finished ? "message_stop" : "error");
      assertThat(out).filteredOn(e -> "message_delta".equals(e.name())).hasSize(finished ? 1 : 0);
    }
  }

  @Test
  void doneWithoutAFinishReasonIsNoFinish() {
    List<SseEvent> out =
        run(askedMessages().stream(), data(chunk("{'content':'a'}", "null"), "[DONE]"));

    assertThat(out.getLast().name()).isEqualTo("error");
    assertThat(out).noneMatch(e -> "message_stop".equals(e.name()));
  }

  @Test
  void aStopWithoutAStopReasonIsNoFinish() {
    assertThat(run(askedChat().stream(), data("{'type':'message_stop'}")))
        .singleElement()
        .matches(e -> e.data().contains("stream_ended_early"));
  }

  @Test
  void anErrorAmidAStreamIsTheLastThingSaid() {
    List<SseEvent> chat =
        run(
            askedChat().stream(),
            data(
                "{'type':'message_start','message':{'id':'m'}}",
                "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}",
                "{'type':'message_stop'}"));
    List<SseEvent> messages =
        run(
            askedMessages().stream(),
            data("{'error':{'type':'server_error','message':'Oops'}}", "[DONE]"));

    assertThat(chat.getLast())
        .isEqualTo(
            data("{'error':{'message':'Overloaded','type':'server_error','param':null,"
                    + "'code':'overloaded_error'}}")
                .getFirst());
    assertThat(messages)
        .containsExactly(
            new SseEvent(
                "error",
                "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Oops\"}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "3", "<html>", "{} {}"})
  void whatCannotBeReadEndsTheStreamWithAnError(String data) {
    assertThat(run(askedChat().stream(), data(data)))
        .singleElement()
        .matches(e -> e.data().contains("stream_unreadable"));
    assertThat(run(askedMessages().stream(), data(data)))
        .singleElement()
        .matches(e -> "error".equals(e.name()));
  }

  @Test
  void callsThatAllHaveTheSameNumberStayApart() {
    String first = "{'tool_calls':[{'index':0,'id':'a','function':{'name':'x','arguments':'{}'}}]}";
    String second =
        "{'tool_calls':[{'index':0,'id':'b','function':{'name':'y','arguments':'{}'}}]}";
    List<SseEvent> out =
        run(
            askedMessages().stream(),
            data(chunk(first, "null"), chunk(second, "'stop'"), "[DONE]"));

    assertThat(out)
        .filteredOn(e -> "content_block_start".equals(e.name()))
        .extracting(e -> Fixtures.json(e.data()).at("/content_block/name").stringValue(""))
        .containsExactly("x", "y");
    assertThat(out.get(out.size() - 2).data()).contains("\"stop_reason\":\"tool_use\"");
  }

  @Test
  void wholeCallsWithoutNumbersOrIdsAreNumberedAndNamed() {
    String delta =
        "{'tool_calls':[{'function':{'name':'x','arguments':'{}'}},"
            + "{'function':{'name':'y','arguments':'{}'}}]}";

    assertThat(run(askedMessages().stream(), data(chunk(delta, "'tool_calls'"))))
        .filteredOn(e -> "content_block_start".equals(e.name()))
        .extracting(e -> Fixtures.json(e.data()).at("/content_block/id").stringValue(""))
        .containsExactly("toolu_c1_0", "toolu_c1_1");
  }

  @Test
  void textAmidACallFollowsIt() {
    List<SseEvent> out =
        run(
            askedMessages().stream(),
            data(
                chunk(
                    "{'tool_calls':[{'index':0,'id':'a','function':{'name':'x','arguments':'{'}}]}",
                    "null"),
                chunk("{'content':'late'}", "null"),
                chunk("{'tool_calls':[{'index':0,'function':{'arguments':'}'}}]}", "null"),
                chunk("{}", "'tool_calls'")));

    assertThat(out)
        .extracting(SseEvent::name)
        .containsExactly(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_delta",
            "content_block_stop",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
  }

  @Test
  void aClientThatDidNotAskForUsageGetsNone() throws Exception {
    Translation translation = Fixtures.chatToMessages(Fixtures.OLD_CLAUDE);
    var request = Fixtures.read("chat-request.json");
    request.remove("stream_options");
    translation.request(request);

    assertThat(run(translation.stream(), events("messages-stream.sse")))
        .hasSize(10)
        .noneMatch(e -> e.data().contains("usage"));
  }

  @Test
  void usageThatComesInPartsIsWhole() {
    List<SseEvent> out =
        run(
            askedChat().stream(),
            data(
                "{'type':'message_start','message':{'id':'m','usage':{'input_tokens':5}}}",
                "{'type':'message_delta','delta':{},'usage':{'output_tokens':3}}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'},"
                    + "'usage':{'output_tokens':9,'cache_read_input_tokens':4}}",
                "{'type':'message_stop'}"));

    assertThat(out.get(out.size() - 2).data())
        .contains("\"prompt_tokens\":9,\"completion_tokens\":9,\"total_tokens\":18");
  }

  private static String chunk(String delta, String finishReason) {
    return "{'id':'c1','choices':[{'index':0,'delta':%s,'finish_reason':%s}]}"
        .formatted(delta, finishReason);
  }
}
