package dev.clawstead.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;

/**
 * Seals other people's keys for storage. Each gets a key of its own, itself encrypted under one
 * that follows from the platform secret and from whom it belongs to: what was sealed for one owner
 * does not open for another.
 */
public final class Vault {

  /** The owner of the platform's own secrets. */
  public static final String PLATFORM = "platform";

  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private final PlatformSecret secret;
  private final AesGcmParameters eachKey;

  public Vault(PlatformSecret secret) {
    this.secret = secret;
    try {
      AeadConfig.register();
      this.eachKey =
          AesGcmParameters.builder()
              .setKeySizeBytes(KEY_BYTES)
              .setIvSizeBytes(IV_BYTES)
              .setTagSizeBytes(TAG_BYTES)
              .setVariant(AesGcmParameters.Variant.NO_PREFIX)
              .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks AES-GCM", e);
    }
  }

  /**
   * Seals a text for the owner (an account, or the platform) and for the one row that holds it, as
   * base64.
   */
  public String seal(String owner, UUID row, String text) {
    try {
      byte[] sealed = aead(owner).encrypt(text.getBytes(StandardCharsets.UTF_8), bytes(row));
      return Base64.getEncoder().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal a secret", e);
    }
  }

  /** Opens what {@link #seal} made for the same owner and row. */
  public String open(String owner, UUID row, String sealed) throws SealBrokenException {
    try {
      byte[] text = aead(owner).decrypt(Base64.getDecoder().decode(sealed), bytes(row));
      return new String(text, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SealBrokenException(
          "the secret " + row + " was sealed under another platform secret or for another owner",
          e);
    }
  }

  private Aead aead(String owner) throws GeneralSecurityException {
    byte[] key = secret.mac(("vault|" + owner).getBytes(StandardCharsets.UTF_8));
    return KmsEnvelopeAead.create(eachKey, new AesGcmJce(key));
  }

  private static byte[] bytes(UUID row) {
    return row.toString().getBytes(StandardCharsets.UTF_8);
  }
}
