package dev.clawstead.gateway.proxy;

import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.COOKIE;
import static io.netty.handler.codec.http.HttpHeaderNames.EXPECT;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.TRANSFER_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;
import static io.netty.handler.codec.http.HttpHeaderNames.VIA;

import dev.clawstead.gateway.access.AgentCookie;
import dev.clawstead.gateway.access.ChatDoor;
import dev.clawstead.gateway.access.Verdict.Forward;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which headers pass, by RFC 9110 section 7.6: what concerns one connection stays on it, what a
 * client claims about where it comes from is replaced, and credentials end here.
 */
final class ForwardedHeaders {

  private static final HttpHeadersFactory DECODED_ALREADY =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);
  private static final String OURS = "x-clawstead-";
  private static final Set<String> ONE_HOP =
      Set.of(
          "connection",
          "proxy-connection",
          "keep-alive",
          "te",
          "transfer-encoding",
          "upgrade",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-authentication-info");
  private static final Set<String> CLAIMS =
      Set.of(
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-forwarded-port",
          "x-forwarded-server",
          "x-forwarded-prefix",
          "x-real-ip",
          "authorization",
          "cookie",
          "via");

  private static final List<String> ELSEWHERE =
      List.of(
          "origin",
          "referer",
          "sec-fetch-site",
          "sec-fetch-mode",
          "sec-fetch-dest",
          "sec-fetch-user",
          "sec-fetch-storage-access");

  private final AgentCookie cookie;
  private final String scheme;

  ForwardedHeaders(AgentCookie cookie, String scheme) {
    this.cookie = cookie;
    this.scheme = scheme;
  }

  /** The request as the cell gets it. */
  HttpRequest toCell(HttpRequest request, Forward forward, String peer) {
    HttpHeaders in = request.headers();
    Set<String> named = namedInConnection(in);
    String uri = forward.withKey() ? request.uri() : withoutQuery(request.uri());
    HttpRequest out =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), uri, DECODED_ALREADY);
    HttpHeaders headers = out.headers();
    for (Map.Entry<String, String> one : in) {
      String name = one.getKey().toLowerCase(Locale.ROOT);
      if (!ONE_HOP.contains(name)
          && !CLAIMS.contains(name)
          && !named.contains(name)
          && !name.startsWith(OURS)) {
        headers.add(one.getKey(), one.getValue());
      }
    }
    frame(in, headers);
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      // HTTP/1.0 has no expectations, and its client would not know an interim answer.
      headers.remove(EXPECT);
    }
    if (forward.withKey()) {
      authorize(in, headers, forward);
    }
    tellOrigin(in, headers, peer);
    if (isWebSocket(request)) {
      headers.set(CONNECTION, "Upgrade").set(UPGRADE, "websocket");
    }
    return out;
  }

  private void authorize(HttpHeaders in, HttpHeaders out, Forward forward) {
    boolean byPass = ChatDoor.hasPass(in);
    if (byPass) {
      // The gateway answers for the console: to the agent it is its owner, not a page elsewhere.
      ELSEWHERE.forEach(out::remove);
    }
    String cookies = byPass ? null : cookie.without(in.getAll(COOKIE));
    if (cookies != null) {
      out.set(COOKIE, cookies);
    }
    out.set(AUTHORIZATION, forward.route().cellAuthorization());
    out.set("X-Clawstead-User", "owner");
  }

  private void tellOrigin(HttpHeaders in, HttpHeaders out, String peer) {
    String host = in.get(HOST);
    out.set("X-Forwarded-For", peer);
    out.set("X-Forwarded-Host", host);
    out.set("X-Forwarded-Proto", scheme);
    String node = peer.indexOf(':') >= 0 ? "\"[" + peer + "]\"" : peer;
    out.set("Forwarded", "for=" + node + ";host=\"" + host + "\";proto=" + scheme);
    out.set(VIA, via(in.getAll(VIA), "1.1"));
  }

  /** Whether the client wants to speak WebSocket; other upgrades are not offered. */
  static boolean isWebSocket(HttpRequest request) {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && request.headers().containsValue(CONNECTION, HttpHeaderValues.UPGRADE, true)
        && "websocket".equalsIgnoreCase(request.headers().get(UPGRADE));
  }

  /** Drops what a cell's response says about its own connection. */
  static void toClient(HttpHeaders headers) {
    namedInConnection(headers).forEach(headers::remove);
    ONE_HOP.forEach(headers::remove);
    headers.set(VIA, via(headers.getAll(VIA), "1.1"));
  }

  /** Trailers may not say anything about framing, routing or access. */
  static void cleanTrailers(HttpHeaders trailers) {
    if (!trailers.isEmpty()) {
      ONE_HOP.forEach(trailers::remove);
      CLAIMS.forEach(trailers::remove);
      trailers.remove(CONTENT_LENGTH).remove(HOST);
    }
  }

  private static void frame(HttpHeaders in, HttpHeaders out) {
    if (in.contains(TRANSFER_ENCODING)) {
      out.set(TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
  }

  private static Set<String> namedInConnection(HttpHeaders headers) {
    List<String> values = headers.getAll(CONNECTION);
    if (values.isEmpty()) {
      return Set.of();
    }
    Set<String> named = new HashSet<>();
    for (String value : values) {
      for (String one : value.split(",", -1)) {
        String name = one.strip().toLowerCase(Locale.ROOT);
        // Naming these would take away what the message cannot be read without.
        if (!name.isEmpty() && !name.equals("host") && !name.equals("content-length")) {
          named.add(name);
        }
      }
    }
    return named;
  }

  private static String via(List<String> before, String version) {
    String us = version + " clawstead";
    return before.isEmpty() ? us : String.join(", ", before) + ", " + us;
  }

  private static String withoutQuery(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }
}
