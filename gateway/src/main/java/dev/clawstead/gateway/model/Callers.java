package dev.clawstead.gateway.model;

import dev.clawstead.db.catalogue.ModelKeys.ModelKey;
import dev.clawstead.db.route.Route;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.gateway.table.AgentRoute;
import dev.clawstead.gateway.table.RouteTable;
import dev.clawstead.secrets.Tokens;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells by its key who calls: a cell's agent, or a tool of an agent's owner. */
final class Callers {

  private static final Pattern BEARER =
      Pattern.compile("bearer +([A-Za-z0-9_-]{20,200})", Pattern.CASE_INSENSITIVE);
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{20,200}");

  private final RouteTable routes;
  private final Clock clock;
  private volatile Map<String, ModelKey> minted = Map.of();

  Callers(RouteTable routes, Clock clock) {
    this.routes = routes;
    this.clock = clock;
  }

  /** From now on these are the keys that owners minted, by their hashes. */
  void minted(Map<String, ModelKey> keys) {
    minted = keys;
  }

  /** These cells' own keys were replaced just now, whether or not anybody has told it. */
  void replaced(List<Route> rows) {
    routes.apply(rows);
  }

  /** Who calls with these headers, or null for a key nobody has. */
  @Nullable CallerId find(HttpHeaders headers) {
    String key = key(headers);
    if (key == null) {
      return null;
    }
    String hash = HexFormat.of().formatHex(Tokens.hash(key));
    AgentRoute route = routes.byModelKey(hash);
    if (route != null) {
      return route.takesModelKey(hash, clock.instant())
          ? new CallerId(route.slug(), route.route().instance(), null, route.isHeld())
          : null;
    }
    ModelKey own = minted.get(hash);
    Instant expires = own == null ? null : own.expires();
    if (own == null || (expires != null && !expires.isAfter(clock.instant()))) {
      return null;
    }
    AgentRoute address = routes.byInstance(own.instance());
    return new CallerId("", own.instance(), own.id(), address != null && address.isHeld());
  }

  /** Whether there is anything in these headers that could be a key. */
  static boolean showsAKey(HttpHeaders headers) {
    return key(headers) != null;
  }

  /** Both protocols' headers are taken; a client that sends both sends the same. */
  private static @Nullable String key(HttpHeaders headers) {
    String bearer = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (bearer != null) {
      Matcher match = BEARER.matcher(bearer);
      return match.matches() ? match.group(1) : null;
    }
    String plain = headers.get("x-api-key");
    return plain != null && KEY.matcher(plain).matches() ? plain : null;
  }

  /**
   * Who calls.
   *
   * @param slug the cell's address; empty for an owner's tool
   * @param instance who pays; absent for a cell that nobody owns yet
   * @param key the owner's minted key; absent for the agent's own
   * @param held whether the run permit forbids it to spend
   */
  record CallerId(String slug, @Nullable UUID instance, @Nullable UUID key, boolean held) {

    @Nullable Purse purse() {
      return instance == null ? null : new Purse(instance, key);
    }
  }
}
