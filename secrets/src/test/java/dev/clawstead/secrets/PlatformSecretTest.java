package dev.clawstead.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.domain.UuidV7;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformSecretTest {

  private final PlatformSecret secret = PlatformSecret.of(new byte[32]);

  @Test
  void derivesTheSameKeyAgainAndAnotherForEachPurpose() {
    UUID id = UuidV7.next();

    assertThat(secret.cellKey(id, 1)).isEqualTo(PlatformSecret.of(new byte[32]).cellKey(id, 1));
    assertThat(secret.cellKey(id, 1))
        .isNotEqualTo(secret.cellKey(id, 2))
        .isNotEqualTo(secret.cellKey(UuidV7.next(), 1));
    assertThat(secret.accessToken(id, 1).substring(4))
        .isNotEqualTo(secret.cellKey(id, 1).substring(4));
  }

  @Test
  void refusesAShortOrUnreadableSecret(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("secret"), "not base64!");

    assertThatThrownBy(() -> PlatformSecret.of(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PlatformSecret.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not base64");
  }
}
