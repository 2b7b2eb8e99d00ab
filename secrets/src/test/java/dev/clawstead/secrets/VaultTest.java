package dev.clawstead.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VaultTest {

  private static final UUID ROW = UUID.randomUUID();
  private static final String KEY = "sk-live-abcdefghijklmnop";

  private final Vault vault = new Vault(PlatformSecret.of(new byte[32]));

  @Test
  void whatWasSealedOpensForTheSameOwnerAndRow() throws Exception {
    String sealed = vault.seal("platform", ROW, KEY);

    assertThat(vault.open("platform", ROW, sealed)).isEqualTo(KEY);
    assertThat(new String(Base64.getDecoder().decode(sealed), StandardCharsets.ISO_8859_1))
        .doesNotContain("abcdef");
  }

  @Test
  void theSameKeyIsNeverSealedTheSameWayTwice() {
    assertThat(vault.seal("platform", ROW, KEY)).isNotEqualTo(vault.seal("platform", ROW, KEY));
  }

  @Test
  void nobodyElseOpensIt() {
    String sealed = vault.seal("account-1", ROW, KEY);
    String changed =
        sealed.substring(0, 20) + (sealed.charAt(20) == 'A' ? 'B' : 'A') + sealed.substring(21);
    byte[] other = new byte[32];
    other[0] = 1;

    assertThatThrownBy(() -> vault.open("account-2", ROW, sealed))
        .isInstanceOf(SealBrokenException.class)
        .hasMessageNotContaining(KEY);
    assertThatThrownBy(() -> vault.open("account-1", UUID.randomUUID(), sealed))
        .isInstanceOf(SealBrokenException.class);
    assertThatThrownBy(() -> vault.open("account-1", ROW, changed))
        .isInstanceOf(SealBrokenException.class);
    assertThatThrownBy(() -> new Vault(PlatformSecret.of(other)).open("account-1", ROW, sealed))
        .isInstanceOf(SealBrokenException.class);
  }
}
