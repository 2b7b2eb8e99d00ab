package dev.clawstead.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one secret of an installation. Every other key is derived from it, so that a retried activity
 * makes the same key again and no key needs to be stored.
 */
public final class PlatformSecret {

  private static final String HMAC = "HmacSHA256";
  private static final int BYTES_MIN = 32;

  private final SecretKeySpec key;

  private PlatformSecret(byte[] key) {
    this.key = new SecretKeySpec(key, HMAC);
  }

  /** Reads the secret, base64 of at least 32 random bytes. */
  public static PlatformSecret read(Path file) throws IOException {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(Files.readString(file).trim());
    } catch (IllegalArgumentException e) {
      throw new IOException("the platform secret in " + file + " is not base64", e);
    }
    return of(key);
  }

  /** Uses these random bytes, at least 32. */
  public static PlatformSecret of(byte[] key) {
    if (key.length < BYTES_MIN) {
      throw new IllegalArgumentException("the platform secret needs at least 32 bytes");
    }
    return new PlatformSecret(key.clone());
  }

  /** The bearer token that opens an instance's address. */
  public String accessToken(UUID instance, int version) {
    return "csa_" + derive("access|" + instance + "|" + version);
  }

  /** The cell's own credential, which the gateway injects and the agent checks. */
  public String cellKey(UUID cell, int version) {
    return "csk_" + derive("cell|" + cell + "|" + version);
  }

  /** The key with which a cell's agent calls the model gateway. */
  public String modelKey(UUID cell, int version) {
    return "csm_" + derive("model|" + cell + "|" + version);
  }

  /** The token with which a new node asks for its certificate. */
  public String enrolToken(UUID node) {
    return "cse_" + derive("enrol|" + node);
  }

  /** A keyed fingerprint for this purpose, base64url without padding. */
  public String derive(String purpose) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mac(purpose.getBytes(StandardCharsets.UTF_8)));
  }

  /** HMAC-SHA256 over the bytes. */
  public byte[] mac(byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks " + HMAC, e);
    }
  }
}
