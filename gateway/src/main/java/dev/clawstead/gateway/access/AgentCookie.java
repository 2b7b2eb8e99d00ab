package dev.clawstead.gateway.access;

import dev.clawstead.gateway.table.AgentRoute;
import dev.clawstead.secrets.PlatformSecret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that a browser gets for a ticket: {@code expiry.mac}. It is kept nowhere; a new
 * version of the instance's access voids every cookie given out before.
 */
public final class AgentCookie {

  private static final Duration LIFETIME = Duration.ofHours(12);

  private final PlatformSecret secret;
  private final InstantSource clock;
  private final boolean secure;
  private final String name;

  public AgentCookie(PlatformSecret secret, InstantSource clock, boolean secure) {
    this.secret = secret;
    this.clock = clock;
    this.secure = secure;
    this.name = secure ? "__Host-clawstead-agent" : "clawstead-agent";
  }

  /** The Set-Cookie header that opens this agent for half a day. */
  public String issue(AgentRoute route) {
    long expiry = clock.instant().plus(LIFETIME).getEpochSecond();
    return name
        + "="
        + expiry
        + "."
        + mac(route, expiry)
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + LIFETIME.toSeconds()
        + (secure ? "; Secure" : "");
  }

  /** Whether one of the Cookie headers holds a cookie that opens this agent now. */
  public boolean opens(List<String> cookieHeaders, AgentRoute route) {
    for (String header : cookieHeaders) {
      for (String pair : header.split(";", -1)) {
        if (isOurs(pair) && isGood(pair.substring(pair.indexOf('=') + 1).strip(), route)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The headers without our cookie, as the agent may see them; null when nothing is left. */
  public @Nullable String without(List<String> cookieHeaders) {
    List<String> kept = new ArrayList<>();
    for (String header : cookieHeaders) {
      for (String pair : header.split(";", -1)) {
        if (!pair.isBlank() && !isOurs(pair)) {
          kept.add(pair.strip());
        }
      }
    }
    return kept.isEmpty() ? null : String.join("; ", kept);
  }

  private boolean isOurs(String pair) {
    int equals = pair.indexOf('=');
    return equals > 0 && pair.substring(0, equals).strip().equals(name);
  }

  private boolean isGood(String value, AgentRoute route) {
    int dot = value.indexOf('.');
    if (dot < 1 || !value.substring(0, dot).matches("[0-9]{1,12}")) {
      return false;
    }
    long expiry = Long.parseLong(value.substring(0, dot));
    if (expiry <= clock.instant().getEpochSecond()) {
      return false;
    }
    return MessageDigest.isEqual(
        value.substring(dot + 1).getBytes(StandardCharsets.UTF_8),
        mac(route, expiry).getBytes(StandardCharsets.UTF_8));
  }

  private String mac(AgentRoute route, long expiry) {
    return secret.derive(
        "agent-cookie|" + route.slug() + "|" + route.route().access().version() + "|" + expiry);
  }
}
