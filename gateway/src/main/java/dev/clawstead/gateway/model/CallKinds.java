package dev.clawstead.gateway.model;

import dev.clawstead.domain.CallKind;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.Ask.Place;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Tells whether a person waits for a call. A caller may say so in a header. OpenClaw does not, but
 * what began a turn can be seen in the words that began it: the prompt of a heartbeat
 * (docs.openclaw.ai/gateway/heartbeat), the name of the scheduled job in front of its message, or
 * the session in the line about the runtime behind it. Only the latest words count, since a session
 * remembers the heartbeats that went before.
 */
final class CallKinds {

  private static final String KIND = "X-Clawstead-Kind";
  private static final String SESSION = "X-ClawRouter-Session-Id";

  /** Of a very long message its beginning is enough: the markers stand there. */
  private static final int BYTES_MAX = 16 * 1024;

  private static final Pattern SESSIONS = Pattern.compile(":(cron|heartbeat|dreaming)\\b");
  private static final Pattern RUNTIME =
      Pattern.compile("session=agent:[^ |\"\\\\]*:(cron|heartbeat|dreaming)\\b");

  /** At the beginning of a message, with or without the time in front of it. */
  private static final Pattern JOB = Pattern.compile("\"(\\[[^\\]\"]{1,40}\\] )?\\[cron:");

  private CallKinds() {}

  /**
   * @param body the request's, which {@code ask} was read from
   */
  static CallKind of(HttpHeaders headers, Ask ask, ByteBuf body) {
    String said = headers.get(KIND);
    if (said != null) {
      return "background".equalsIgnoreCase(said) ? CallKind.BACKGROUND : CallKind.PERSON;
    }
    String session = headers.get(SESSION, "");
    boolean background = SESSIONS.matcher(session).find() || beganByItself(ask, body);
    return background ? CallKind.BACKGROUND : CallKind.PERSON;
  }

  private static boolean beganByItself(Ask ask, ByteBuf body) {
    Place turn = ask.places().turn();
    if (!turn.exists()) {
      return false;
    }
    String words =
        body.toString(
            body.readerIndex() + turn.start(),
            Math.min(BYTES_MAX, turn.end() - turn.start()),
            StandardCharsets.ISO_8859_1);
    return (words.contains("HEARTBEAT")
            && (words.contains("Read HEARTBEAT.md if it exists")
                || words.contains("reply HEARTBEAT_OK")))
        || (words.contains("[cron:") && JOB.matcher(words).find())
        || (words.contains("session=agent:") && RUNTIME.matcher(words).find());
  }
}
