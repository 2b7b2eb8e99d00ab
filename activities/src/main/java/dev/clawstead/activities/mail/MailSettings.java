package dev.clawstead.activities.mail;

import java.net.URI;

/**
 * How mails present themselves.
 *
 * @param from the sender, as in {@code Clawstead <no-reply@example.com>}
 * @param console where the console is, without a slash at its end
 */
public record MailSettings(String from, URI console) {

  public MailSettings {
    if (!from.matches("[^\\r\\n]*@[A-Za-z0-9.-]+>?")) {
      throw new IllegalArgumentException("clawstead.mail.from is no address: " + from);
    }
    String url = console.toString();
    if (!url.matches("https?://[^/]+[^ ]*")) {
      throw new IllegalArgumentException("clawstead.console-url is no web address: " + url);
    }
    console = URI.create(url.replaceAll("/+$", ""));
  }

  /** What Message-IDs end with: the sender's domain. */
  String domain() {
    return from.substring(from.lastIndexOf('@') + 1).replace(">", "");
  }
}
