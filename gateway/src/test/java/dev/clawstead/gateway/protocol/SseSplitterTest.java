package dev.clawstead.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseSplitterTest {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void howeverAStreamIsCutItsEventsLeaveWholeAndUnchanged(String newline) {
    String stream =
        "event: a\ndata: {\"x\":1}\n\ndata: two\ndata: lines\n\n: a comment\n\ndata: [DONE]\n\n"
            .replace("\n", newline);
    for (int piece = 1; piece < stream.length(); piece++) {
      List<String> events = new ArrayList<>();
      SseSplitter splitter = new SseSplitter();
      for (int from = 0; from < stream.length(); from += piece) {
        String part = stream.substring(from, Math.min(stream.length(), from + piece));
        splitter.read(Unpooled.copiedBuffer(part, StandardCharsets.UTF_8), e -> take(e, events));
      }
      ByteBuf rest = splitter.takeRest();
      if (rest != null) {
        take(rest, events);
      }

      assertThat(String.join("", events)).as("in pieces of %d", piece).isEqualTo(stream);
      assertThat(events.stream().filter(e -> !e.isBlank())).hasSize(4);
    }
  }

  @Test
  void theDataOfAnEventIsItsDataLines() {
    assertThat(data("event: x\ndata: {\"a\":\ndata:1}\nid: 7\n\n")).isEqualTo("{\"a\":\n1}");
    assertThat(data(": only a comment\n\n")).isEmpty();
    assertThat(data("data\n\n")).isEmpty();
  }

  @Test
  void whatHasNoEndIsTheRest() {
    SseSplitter splitter = new SseSplitter();
    List<String> events = new ArrayList<>();
    splitter.read(
        Unpooled.copiedBuffer("data: a\n\ndata: b", StandardCharsets.UTF_8), e -> take(e, events));

    assertThat(events).containsExactly("data: a\n\n");

    ByteBuf rest = splitter.takeRest();
    if (rest != null) {
      take(rest, events);
    }

    assertThat(events).last().isEqualTo("data: b");
  }

  private static String data(String event) {
    ByteBuf bytes = Unpooled.copiedBuffer(event, StandardCharsets.UTF_8);
    try {
      return new String(SseSplitter.data(bytes), StandardCharsets.UTF_8);
    } finally {
      bytes.release();
    }
  }

  private static void take(ByteBuf event, List<String> events) {
    events.add(event.toString(StandardCharsets.UTF_8));
    event.release();
  }
}
