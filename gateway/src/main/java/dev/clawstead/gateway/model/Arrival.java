package dev.clawstead.gateway.model;

import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.gateway.model.Callers.CallerId;
import dev.clawstead.gateway.page.Page;
import dev.clawstead.gateway.protocol.Refusal;
import dev.clawstead.gateway.protocol.Surface;
import dev.clawstead.gateway.proxy.RequestRules;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as far as its head tells, which is enough to refuse most that is wrong with it before
 * any of its body is read.
 *
 * @param id the caller's X-Request-ID, or one of ours
 * @param surface absent for a path that is not served
 * @param refusal why it is not served; absent where it may be
 */
record Arrival(
    HttpRequest head,
    String id,
    @Nullable Surface surface,
    @Nullable CallerId caller,
    @Nullable Refusal refusal) {

  private static final String HEALTH = "/healthz";
  private static final Refusal UNKNOWN_KEY = Refusal.unknownKey();
  private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,200}");

  static Arrival of(HttpRequest head, ModelSite site) {
    String given = head.headers().get("X-Request-ID", "");
    String id = REQUEST_ID.matcher(given).matches() ? given : UUID.randomUUID().toString();
    Surface surface = Surface.at(head.uri());
    Refusal refusal = malformed(head, surface, site);
    if (refusal != null) {
      return new Arrival(head, id, surface, null, refusal);
    }
    CallerId caller = site.callers().find(head.headers());
    if (caller == null) {
      return new Arrival(head, id, surface, null, UNKNOWN_KEY);
    }
    return new Arrival(head, id, surface, caller, caller.held() ? Refusal.held() : null);
  }

  private static @Nullable Refusal malformed(
      HttpRequest head, @Nullable Surface surface, ModelSite site) {
    Page bad = RequestRules.check(head, site.sizes());
    if (bad == Page.BODY_TOO_LARGE) {
      return Refusal.tooLarge(site.sizes().bodyMax());
    }
    if (bad == Page.HEADERS_TOO_LARGE) {
      return Refusal.headersTooLarge(site.sizes().headersMax());
    }
    if (bad == Page.URI_TOO_LONG) {
      return Refusal.uriTooLong(site.sizes().uriMax());
    }
    if (bad != null) {
      return Refusal.badRequest("This is no valid HTTP request.");
    }
    if (surface == null) {
      return Refusal.unknownPath(head.uri().split("\\?", 2)[0]);
    }
    return surface.method().equals(head.method().name()) ? null : Refusal.wrongMethod(surface);
  }

  /** Whether it only asks if anybody is there. */
  boolean isHealthProbe() {
    return head.uri().equals(HEALTH) && !RequestRules.hasBody(head);
  }

  /** Whether nothing is wrong with it but its key, which may have been minted a moment ago. */
  boolean isStranger() {
    return UNKNOWN_KEY.equals(refusal) && Callers.showsAKey(head.headers());
  }

  /** Whom its memory is counted for: all keys of an agent together. */
  Object whose() {
    CallerId who = Objects.requireNonNull(caller);
    UUID instance = who.instance();
    return instance == null ? who.slug() : instance;
  }

  /** The language that its errors are told in. */
  ModelProtocol protocol() {
    return surface == null ? ModelProtocol.OPENAI : surface.protocol();
  }

  /** Whether the caller may go on with its connection once it has the answer. */
  boolean keepsAlive() {
    return HttpUtil.isKeepAlive(head);
  }
}
