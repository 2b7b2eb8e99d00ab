package dev.clawstead.secrets;

import static dev.clawstead.secrets.ContentPart.REQUEST;
import static dev.clawstead.secrets.ContentPart.RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContentVaultTest {

  private static final byte[] SAID = "my cat is called Ada".getBytes(StandardCharsets.UTF_8);

  private static final UUID ATTEMPT = UUID.randomUUID();

  private final UUID account = UUID.randomUUID();
  private final ContentVault vault = new ContentVault(PlatformSecret.of(new byte[32]));
  private final ContentSeal seal = ContentSeal.with(vault.publicKey(account));

  @Test
  void whatIsSealedWithTheOpenKeyOpensForItsAccount() throws Exception {
    byte[] sealed = seal.seal(REQUEST, ATTEMPT, SAID);

    assertThat(vault.open(account, REQUEST, ATTEMPT, sealed)).isEqualTo(SAID);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("cat");
    assertThat(seal.seal(REQUEST, ATTEMPT, SAID)).isNotEqualTo(sealed);
  }

  @Test
  void theKeyOfAnAccountIsTheSameAgain() {
    assertThat(vault.publicKey(account))
        .isEqualTo(new ContentVault(PlatformSecret.of(new byte[32])).publicKey(account));
    assertThat(vault.publicKey(UUID.randomUUID())).isNotEqualTo(vault.publicKey(account));
  }

  @Test
  void nobodyElseOpensIt() {
    byte[] sealed = seal.seal(REQUEST, ATTEMPT, SAID);
    byte[] other = new byte[32];
    other[0] = 1;

    assertThatThrownBy(() -> vault.open(UUID.randomUUID(), REQUEST, ATTEMPT, sealed))
        .isInstanceOf(SealBrokenException.class);
    assertThatThrownBy(() -> vault.open(account, RESPONSE, ATTEMPT, sealed))
        .isInstanceOf(SealBrokenException.class);
    assertThatThrownBy(() -> vault.open(account, REQUEST, UUID.randomUUID(), sealed))
        .isInstanceOf(SealBrokenException.class);
    assertThatThrownBy(
            () ->
                new ContentVault(PlatformSecret.of(other)).open(account, REQUEST, ATTEMPT, sealed))
        .isInstanceOf(SealBrokenException.class);
  }

  @Test
  void bytesThatAreNoKeySealNothing() {
    assertThatThrownBy(() -> ContentSeal.with(new byte[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
