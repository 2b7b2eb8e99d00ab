package dev.clawstead.gateway.access;

import dev.clawstead.gateway.page.Page;
import dev.clawstead.gateway.table.AgentRoute;
import dev.clawstead.gateway.table.AgentRoute.Reach;
import dev.clawstead.gateway.table.Rereads.Wish;
import dev.clawstead.gateway.table.RouteTable;
import dev.clawstead.secrets.Tokens;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides over every request by the table alone; asks nobody and waits for nothing. */
public final class Doorkeeper {

  /** Only health checks are open to everybody. */
  public static final String HEALTH = "/healthz";

  private static final String OURS = "/.clawstead/";
  private static final String OPEN = "/.clawstead/open";
  private static final Pattern BEARER =
      Pattern.compile("bearer +(csa_[A-Za-z0-9_-]{43})", Pattern.CASE_INSENSITIVE);

  private final RouteTable table;
  private final AgentHosts hosts;
  private final AgentCookie cookie;
  private final ChatDoor chat;

  public Doorkeeper(RouteTable table, AgentHosts hosts, AgentCookie cookie, ChatDoor chat) {
    this.table = table;
    this.hosts = hosts;
    this.cookie = cookie;
    this.chat = chat;
  }

  /** Looks at one request for this address. */
  public Verdict decide(String slug, HttpRequest request) {
    String path = pathOf(request.uri());
    // Asked before the route: a browser shows the console no answer at all unless this one is good.
    if (chat.isPreflight(request, path)) {
      return new Verdict.Preflight();
    }
    if (!table.loaded()) {
      return new Verdict.Deny(Page.NOT_READY, null);
    }
    AgentRoute route = table.get(slug);
    if (route == null) {
      return new Verdict.Deny(Page.UNKNOWN, Wish.LAZY);
    }
    if (route.reach() == Reach.UNKNOWN) {
      boolean hopeful = bringsAccess(request.headers()) || path.equals(OPEN);
      return new Verdict.Deny(Page.UNKNOWN, hopeful ? Wish.URGENT : Wish.LAZY);
    }
    if (route.reach() == Reach.GONE) {
      return new Verdict.Deny(Page.GONE, null);
    }
    if (path.startsWith(OURS)) {
      return ours(route, path, request);
    }
    if (path.equals(HEALTH) && isRead(request.method())) {
      return reach(route, false);
    }
    Page refusal =
        ChatDoor.hasPass(request.headers())
            ? chat.refusal(route, request, path)
            : refusal(route, request);
    return refusal == null ? reach(route, true) : new Verdict.Deny(refusal, null);
  }

  private static Verdict ours(AgentRoute route, String path, HttpRequest request) {
    if (!path.equals(OPEN)) {
      return new Verdict.Deny(Page.RESERVED, null);
    }
    // Link previews and scanners send HEAD; they must not use the ticket up.
    if (!request.method().equals(HttpMethod.GET)) {
      return new Verdict.Deny(Page.METHOD, null);
    }
    List<String> tickets =
        new QueryStringDecoder(request.uri()).parameters().getOrDefault("ticket", List.of());
    return tickets.size() == 1
        ? new Verdict.Redeem(route, tickets.getFirst())
        : new Verdict.Deny(Page.TICKET_VOID, null);
  }

  private static Verdict reach(AgentRoute route, boolean withKey) {
    return switch (route.reach()) {
      case OPEN -> new Verdict.Forward(route, withKey);
      case HELD -> new Verdict.Deny(Page.HELD, Wish.LAZY);
      case FAILED -> new Verdict.Deny(Page.FAILED, Wish.LAZY);
      case STARTING -> new Verdict.Deny(Page.STARTING, Wish.LAZY);
      case GONE -> new Verdict.Deny(Page.GONE, null);
      case UNKNOWN -> new Verdict.Deny(Page.UNKNOWN, Wish.LAZY);
    };
  }

  /** What to say when the route became one that a request at work may not go on under. */
  public static Page whyEnded(AgentRoute now) {
    return switch (now.reach()) {
      case HELD -> Page.HELD;
      case GONE -> Page.GONE;
      default -> Page.STARTING;
    };
  }

  private @Nullable Page refusal(AgentRoute route, HttpRequest request) {
    HttpHeaders headers = request.headers();
    String token = bearer(headers);
    if (token != null && opens(token, route)) {
      return null;
    }
    if (!cookie.opens(headers.getAll(HttpHeaderNames.COOKIE), route)) {
      return Page.NO_ACCESS;
    }
    return isOwnPage(route, request) ? null : Page.OTHER_SITE;
  }

  private static boolean bringsAccess(HttpHeaders headers) {
    return bearer(headers) != null || ChatDoor.hasPass(headers);
  }

  private static @Nullable String bearer(HttpHeaders headers) {
    String value = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (value == null) {
      return null;
    }
    var match = BEARER.matcher(value);
    return match.matches() ? match.group(1) : null;
  }

  private static boolean opens(String token, AgentRoute route) {
    byte @Nullable [] expected = route.tokenHash();
    byte[] given = HexFormat.of().formatHex(Tokens.hash(token)).getBytes(StandardCharsets.US_ASCII);
    return expected != null && MessageDigest.isEqual(given, expected);
  }

  /**
   * Browsers send the cookie along with what other agents' pages ask for, since all agents are one
   * site to them. Only the agent's own pages, and people who follow a link, may use it.
   */
  private boolean isOwnPage(AgentRoute route, HttpRequest request) {
    HttpHeaders headers = request.headers();
    String site = headers.get("Sec-Fetch-Site");
    if (site != null) {
      boolean followsLink =
          isRead(request.method()) && "navigate".equals(headers.get("Sec-Fetch-Mode"));
      return site.equals("same-origin") || site.equals("none") || followsLink;
    }
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    return origin == null || origin.equalsIgnoreCase(hosts.origin(route.slug()));
  }

  private static boolean isRead(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }

  static String pathOf(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }
}
