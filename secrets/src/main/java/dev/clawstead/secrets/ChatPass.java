package dev.clawstead.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lets a page of the console talk to one agent for some minutes: {@code csc_expiry.mac}. It is
 * kept nowhere, says when it ends (in seconds since 1970), and a new version of the instance's
 * access voids every pass given out before.
 */
public final class ChatPass {

  private static final String PREFIX = "csc_";
  private static final Pattern FORM =
      Pattern.compile(PREFIX + "([0-9]{1,12})\\.([A-Za-z0-9_-]{43})");

  private final PlatformSecret secret;

  public ChatPass(PlatformSecret secret) {
    this.secret = secret;
  }

  /** Whether the text claims to be a pass; says nothing about whether it opens anything. */
  public static boolean isOne(String token) {
    return token.startsWith(PREFIX);
  }

  /** A pass for this instance until the whole second before or at {@code expires}. */
  public String issue(UUID instance, int accessVersion, Instant expires) {
    long second = expires.getEpochSecond();
    return PREFIX + second + "." + mac(instance, accessVersion, second);
  }

  /** Whether this is a pass of this very instance and its present access, and not over yet. */
  public boolean opens(String token, UUID instance, int accessVersion, Instant now) {
    Matcher match = FORM.matcher(token);
    if (!match.matches()) {
      return false;
    }
    long expiry = Long.parseLong(match.group(1));
    return expiry > now.getEpochSecond()
        && MessageDigest.isEqual(
            match.group(2).getBytes(StandardCharsets.US_ASCII),
            mac(instance, accessVersion, expiry).getBytes(StandardCharsets.US_ASCII));
  }

  private String mac(UUID instance, int accessVersion, long expiry) {
    return secret.derive("chat-pass|" + instance + "|" + accessVersion + "|" + expiry);
  }
}
