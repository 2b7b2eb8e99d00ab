package dev.clawstead.gateway.access;

import dev.clawstead.gateway.page.Page;
import dev.clawstead.gateway.table.AgentRoute;
import dev.clawstead.secrets.ChatPass;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one thing that a page of another site may do with an agent: the console's chat, with a pass
 * for this agent. Browsers let the console read the answer (CORS) and nobody else; cookies play no
 * part in it.
 */
public final class ChatDoor {

  /** Where agents take chat completions. */
  static final String PATH = "/v1/chat/completions";

  private static final String BEARER = "bearer ";
  private static final int PREFLIGHT_SECONDS = 600;
  private static final String CORS = "access-control-";

  private final ChatPass passes;
  private final InstantSource clock;
  private final String console;

  public ChatDoor(ChatPass passes, InstantSource clock, String consoleUrl) {
    this.passes = passes;
    this.clock = clock;
    this.console = origin(URI.create(consoleUrl));
  }

  /** Whether a browser asks, before it sends the console's chat, if it may. */
  boolean isPreflight(HttpRequest request, String path) {
    HttpHeaders headers = request.headers();
    return request.method().equals(HttpMethod.OPTIONS)
        && path.equals(PATH)
        && isConsole(headers.get(HttpHeaderNames.ORIGIN))
        && "POST".equals(headers.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD));
  }

  /** Whether the request comes with what claims to be a pass. */
  public static boolean hasPass(HttpHeaders headers) {
    return pass(headers) != null;
  }

  /** What speaks against a request with a pass; null when it may go on. */
  @Nullable Page refusal(AgentRoute route, HttpRequest request, String path) {
    HttpHeaders headers = request.headers();
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin != null && !isConsole(origin)) {
      return Page.OTHER_SITE;
    }
    String pass = pass(headers);
    UUID instance = route.route().instance();
    boolean good =
        pass != null
            && instance != null
            && request.method().equals(HttpMethod.POST)
            && path.equals(PATH)
            && passes.opens(pass, instance, route.route().access().version(), clock.instant());
    return good ? null : Page.NO_ACCESS;
  }

  /** Whether the console may read the answer to this request, whatever it is. */
  private boolean mayRead(HttpRequest request) {
    return isConsole(request.headers().get(HttpHeaderNames.ORIGIN))
        && Doorkeeper.pathOf(request.uri()).equals(PATH)
        && hasPass(request.headers());
  }

  /**
   * Lets the console read the answer to its chat; what the agent itself allows others is taken back
   * in that answer. Leaves every other answer as it is.
   */
  public void letRead(HttpRequest request, HttpHeaders answer) {
    if (!mayRead(request)) {
      return;
    }
    answer.names().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(CORS))
        .toList()
        .forEach(answer::remove);
    answer
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, console)
        .set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Retry-After, X-Request-Id")
        .add(HttpHeaderNames.VARY, "Origin");
  }

  /** Tells the browser that the console may send its chat, with its pass and without cookies. */
  public FullHttpResponse preflight() {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
    answer
        .headers()
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, console)
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "POST")
        .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type")
        .set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS)
        .set(HttpHeaderNames.VARY, "Origin")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    return answer;
  }

  private boolean isConsole(@Nullable String origin) {
    return console.equalsIgnoreCase(origin);
  }

  private static @Nullable String pass(HttpHeaders headers) {
    String value = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (value == null || !value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return null;
    }
    String token = value.substring(BEARER.length()).strip();
    return ChatPass.isOne(token) ? token : null;
  }

  /** As a browser writes it: without the port that the scheme has anyway. */
  private static String origin(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    boolean plain = url.getPort() < 0 || url.getPort() == usual;
    return scheme
        + "://"
        + url.getHost().toLowerCase(Locale.ROOT)
        + (plain ? "" : ":" + url.getPort());
  }
}
