package dev.clawstead.secrets;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.util.Bytes;
import java.security.GeneralSecurityException;
import java.util.UUID;

/** Seals what was said in model calls for one account, and cannot open it again. */
public final class ContentSeal {

  private final HybridEncrypt sealing;

  private ContentSeal(HybridEncrypt sealing) {
    this.sealing = sealing;
  }

  /**
   * Seals for the account whose key this is ({@link ContentVault#publicKey}); fails for bytes that
   * are none.
   */
  @AccessesPartialKey
  public static ContentSeal with(byte[] publicKey) {
    try {
      HpkePublicKey key =
          HpkePublicKey.create(ContentVault.parameters(), Bytes.copyFrom(publicKey), null);
      KeysetHandle handle =
          KeysetHandle.newBuilder()
              .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
              .build();
      return new ContentSeal(handle.getPrimitive(RegistryConfiguration.get(), HybridEncrypt.class));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("these bytes are no key to seal with", e);
    }
  }

  /** Seals one side of the call that this attempt served; it opens as that and nothing else. */
  public byte[] seal(ContentPart part, UUID attempt, byte[] content) {
    try {
      return sealing.encrypt(content, part.of(attempt));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal content", e);
    }
  }
}
