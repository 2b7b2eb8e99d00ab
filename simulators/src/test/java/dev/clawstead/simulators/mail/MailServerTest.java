package dev.clawstead.simulators.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.clawstead.simulators.state.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class MailServerTest {

  @Test
  void whatIsMailedIsTold() {
    try (MailServer server =
        new MailServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      GreenMailUtil.sendTextEmail(
          "ada@example.org",
          "us@example.org",
          "Hello",
          "How are you?",
          new ServerSetup(server.port(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
      ObjectNode truth = Json.object();
      server.tell(truth);

      assertThat(truth.at("/mails/0/to").asText()).isEqualTo("ada@example.org");
      assertThat(truth.at("/mails/0/subject").asText()).isEqualTo("Hello");
      assertThat(truth.at("/mails/0/source").asText()).contains("How are you?");
    }
  }
}
