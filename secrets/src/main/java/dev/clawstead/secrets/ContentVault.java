package dev.clawstead.secrets;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.subtle.X25519;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * Opens what was said in model calls, for the account it was sealed for (HPKE, RFC 9180). The pair
 * of keys follows from the platform secret; whoever seals is given the public one alone.
 */
public final class ContentVault {

  private static final HpkeParameters PARAMETERS = register();

  private final PlatformSecret secret;

  public ContentVault(PlatformSecret secret) {
    this.secret = secret;
  }

  private static HpkeParameters register() {
    try {
      HybridConfig.register();
      return HpkeParameters.builder()
          .setVariant(HpkeParameters.Variant.NO_PREFIX)
          .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
          .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
          .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks what HPKE needs", e);
    }
  }

  static HpkeParameters parameters() {
    return PARAMETERS;
  }

  /** The key that seals for this account, 32 bytes. */
  public byte[] publicKey(UUID account) {
    try {
      return X25519.publicFromPrivate(privateKey(account));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("32 bytes are a key of X25519", e);
    }
  }

  /** Opens what {@link ContentSeal#seal} made with this account's key of the same. */
  public byte[] open(UUID account, ContentPart part, UUID attempt, byte[] sealed)
      throws SealBrokenException {
    try {
      return opening(account).decrypt(sealed, part.of(attempt));
    } catch (GeneralSecurityException e) {
      throw new SealBrokenException(
          "the content of "
              + attempt
              + " was sealed under another platform secret or for another owner",
          e);
    }
  }

  @AccessesPartialKey
  private HybridDecrypt opening(UUID account) throws GeneralSecurityException {
    HpkePublicKey open = HpkePublicKey.create(PARAMETERS, Bytes.copyFrom(publicKey(account)), null);
    HpkePrivateKey key =
        HpkePrivateKey.create(
            open, SecretBytes.copyFrom(privateKey(account), InsecureSecretKeyAccess.get()));
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), HybridDecrypt.class);
  }

  private byte[] privateKey(UUID account) {
    return secret.mac(("content|" + account).getBytes(StandardCharsets.UTF_8));
  }
}
