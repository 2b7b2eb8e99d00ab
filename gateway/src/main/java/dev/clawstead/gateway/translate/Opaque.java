package dev.clawstead.gateway.translate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Ids that one protocol takes and the other does not, made to fit. The same id always becomes the
 * same one, so that a call and its result still meet, also when a conversation changes providers.
 */
final class Opaque {

  /** Anthropic's rule for tool_use.id; its error message states the pattern. */
  private static final Pattern CALL_FOR_MESSAGES = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  /** OpenAI refuses longer ids of calls. */
  private static final int CALL_FOR_CHAT = 40;

  private static final int USER_FOR_CHAT = 64;
  private static final int USER_FOR_MESSAGES = 256;

  private Opaque() {}

  static String callForMessages(String id) {
    return CALL_FOR_MESSAGES.matcher(id).matches() ? id : "toolu_" + hash(id).substring(0, 24);
  }

  static String callForChat(String id) {
    return id.length() <= CALL_FOR_CHAT ? id : "call_" + hash(id).substring(0, 24);
  }

  static String userForMessages(String id) {
    return id.length() <= USER_FOR_MESSAGES ? id : hash(id);
  }

  static String userForChat(String id) {
    return id.length() <= USER_FOR_CHAT ? id : hash(id);
  }

  private static String hash(String id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
