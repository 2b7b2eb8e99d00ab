package dev.clawstead.simulators.mail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.InetSocketAddress;

/** Takes every mail over SMTP and delivers none: what came is told. */
public final class MailServer implements AutoCloseable {

  private final GreenMail server;

  public MailServer(InetSocketAddress address) {
    ServerSetup setup =
        new ServerSetup(address.getPort(), address.getHostString(), ServerSetup.PROTOCOL_SMTP);
    server = new GreenMail(setup);
    server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    server.start();
  }

  public int port() {
    return server.getSmtp().getPort();
  }

  /** Adds every mail that came, oldest first, as it came. */
  public void tell(ObjectNode truth) {
    ArrayNode mails = truth.putArray("mails");
    for (MimeMessage mail : server.getReceivedMessages()) {
      try {
        mails
            .addObject()
            .put("message_id", mail.getMessageID())
            .put("to", GreenMailUtil.getAddressList(mail.getRecipients(Message.RecipientType.TO)))
            .put("subject", mail.getSubject())
            .put("source", GreenMailUtil.getWholeMessage(mail));
      } catch (MessagingException e) {
        throw new IllegalStateException("a mail that was taken cannot be read", e);
      }
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
