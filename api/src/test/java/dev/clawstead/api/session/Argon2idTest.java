package dev.clawstead.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Argon2idTest {

  /** What Bouncy Castle made of this password. */
  private static final String PASSWORD = "grüße aus der Höhle";

  private static final String BY_ANOTHER =
      "$argon2id$v=19$m=19456,t=2,p=1$c2l4dGVlbiBieXRlcyBhYg$6zTbqRX02qb3ky5BZm5QFGcfWRVQud/K2y9N4e9bUFk";

  @Test
  void aHashHasOwaspsLeastCostsAndMatchesItsPasswordAlone() {
    String hash = Argon2id.hash("correct horse battery");

    assertThat(hash)
        .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    assertThat(Argon2id.matches("correct horse battery", hash)).isTrue();
    assertThat(Argon2id.matches("correct horse batter", hash)).isFalse();
    assertThat(Argon2id.hash("correct horse battery")).isNotEqualTo(hash);
  }

  @Test
  void whatAnotherLibraryHashedMatches() {
    assertThat(Argon2id.matches(PASSWORD, BY_ANOTHER)).isTrue();
    assertThat(Argon2id.matches("gruesse aus der Hoehle", BY_ANOTHER)).isFalse();
  }

  @Test
  void whatIsNoHashOfOursIsAnErrorAndNoWrongPassword() {
    assertThatThrownBy(() -> Argon2id.matches(PASSWORD, "$2b$12$abc"))
        .hasMessageContaining("not Argon2id");
    assertThatThrownBy(() -> Argon2id.matches(PASSWORD, BY_ANOTHER + "A".repeat(128)))
        .hasMessageContaining("not Argon2id");
  }
}
