package dev.clawstead.api.session;

import dev.clawstead.db.Times;
import dev.clawstead.db.account.Sessions.Session;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Mints sessions, and derives from each the token that proves a write comes from our console. */
@Component
public class SessionTokens {

  private static final Duration LIFETIME = Duration.ofDays(30);

  private final PlatformSecret secret;

  SessionTokens(PlatformSecret secret) {
    this.secret = secret;
  }

  /** Mints a session; it is good once its row is there. */
  public Minted mint() {
    return new Minted(UuidV7.next(), Tokens.random("css_"), Times.now().plus(LIFETIME));
  }

  /** The token that must come with every write that a cookie authenticates. */
  public String csrf(UUID session) {
    return secret.derive("csrf|" + session);
  }

  boolean isCsrf(UUID session, @Nullable String token) {
    return token != null
        && Tokens.same(
            csrf(session).getBytes(StandardCharsets.US_ASCII),
            token.getBytes(StandardCharsets.UTF_8));
  }

  /** The session as its owner gets it, once. */
  public SessionView view(Minted minted) {
    return new SessionView(minted.token(), minted.expiresAt(), csrf(minted.id()));
  }

  /** A session before it is stored: the only moment at which its token is known. */
  public record Minted(UUID id, String token, Instant expiresAt) {

    public Session row() {
      return new Session(id, Tokens.hash(token), expiresAt);
    }

    @Override
    public String toString() {
      return "Minted[" + id + "]";
    }
  }
}
