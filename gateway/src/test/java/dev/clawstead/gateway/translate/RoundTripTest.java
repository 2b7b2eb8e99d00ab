package dev.clawstead.gateway.translate;

import static dev.clawstead.gateway.translate.Fixtures.OLD_CLAUDE;
import static dev.clawstead.gateway.translate.Fixtures.askedChat;
import static dev.clawstead.gateway.translate.Fixtures.askedMessages;
import static dev.clawstead.gateway.translate.Fixtures.assertSame;
import static dev.clawstead.gateway.translate.Fixtures.chatToMessages;
import static dev.clawstead.gateway.translate.Fixtures.events;
import static dev.clawstead.gateway.translate.Fixtures.messagesToChat;
import static dev.clawstead.gateway.translate.Fixtures.read;
import static dev.clawstead.gateway.translate.Fixtures.run;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RoundTripTest {

  @Test
  void aConversationComesBackAsItWent() throws Exception {
    ObjectNode chat = messagesToChat().request(read("messages-request.json"));
    // A turn that goes on after results goes on without thinking.
    chat.remove("reasoning_effort");

    ObjectNode messages = chatToMessages(OLD_CLAUDE).request(chat);

    assertSame(messagesToChat().request(messages), chat);
  }

  @Test
  void anAnswerComesBackAsItWent() {
    ObjectNode chat = askedChat().response(read("messages-answer.json"));

    ObjectNode messages = askedMessages().response(chat);
    ObjectNode again = askedChat().response(messages);

    assertSame(again, chat);
  }

  @Test
  void aStreamComesBackAsItWent() {
    var chat = run(askedChat().stream(), events("messages-stream.sse"));

    var messages = run(askedMessages().stream(), chat);
    var again = run(askedChat().stream(), messages);

    assertThat(again).containsExactlyElementsOf(chat);
  }
}
