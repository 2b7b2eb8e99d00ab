package dev.clawstead.gateway.page;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Renders pages: short HTML for people, a problem document (RFC 9457) for programs. */
public final class Pages {

  private static final String TEMPLATE = resource("page.html");
  private static final String STYLE = resource("page.css");
  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final String console;

  public Pages(String consoleUrl) {
    this.console = consoleUrl;
  }

  /** The whole answer, without anything about the connection. */
  public FullHttpResponse render(Page page, @Nullable String accept) {
    boolean people = prefersHtml(accept);
    FullHttpResponse answer = answer(page.status(), people ? html(page) : problem(page));
    HttpHeaders headers = answer.headers();
    headers.set(
        HttpHeaderNames.CONTENT_TYPE,
        people ? "text/html; charset=utf-8" : "application/problem+json");
    headers.set(HttpHeaderNames.VARY, "Accept");
    if (people) {
      headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY);
    }
    Integer retry = page.retrySeconds();
    if (retry != null) {
      headers.set(HttpHeaderNames.RETRY_AFTER, retry);
    }
    if (page == Page.NO_ACCESS) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"clawstead\"");
    }
    if (page == Page.METHOD) {
      headers.set(HttpHeaderNames.ALLOW, "GET");
    }
    return answer;
  }

  /** Plain words or JSON of the gateway's own health. */
  public FullHttpResponse plain(int status, String type, String text) {
    FullHttpResponse answer = answer(status, text);
    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
    return answer;
  }

  /** Sends the browser to the agent's front page with its new cookie. */
  public FullHttpResponse opened(String setCookie) {
    FullHttpResponse answer = answer(HttpResponseStatus.SEE_OTHER.code(), "");
    answer.headers().set(HttpHeaderNames.LOCATION, "/").set(HttpHeaderNames.SET_COOKIE, setCookie);
    return answer;
  }

  private static FullHttpResponse answer(int status, String text) {
    ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    FullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), body);
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set("X-Content-Type-Options", "nosniff")
        .set("Referrer-Policy", "no-referrer");
    return answer;
  }

  private String html(Page page) {
    String refresh =
        page.refreshes()
            ? "<meta http-equiv=\"refresh\" content=\"" + page.retrySeconds() + "\">"
            : "";
    String link =
        page.leadsToConsole()
            ? "<p><a href=\"" + escape(console) + "\">Go to the console</a></p>"
            : "";
    return TEMPLATE
        .replace("{refresh}", refresh)
        .replace("{style}", STYLE)
        .replace("{title}", escape(page.title()))
        .replace("{detail}", escape(page.detail()))
        .replace("{status}", Integer.toString(page.status()))
        .replace("{busy}", page.refreshes() ? "<div class=\"busy\" role=\"status\"></div>" : "")
        .replace("{link}", link);
  }

  private String problem(Page page) {
    // The texts are ours and hold nothing that JSON would have to escape.
    return "{\"type\":\"urn:clawstead:problem:"
        + page.word()
        + "\",\"title\":\""
        + page.title()
        + "\",\"status\":"
        + page.status()
        + ",\"detail\":\""
        + page.detail()
        + "\""
        + (page.leadsToConsole() ? ",\"console\":\"" + console + "\"" : "")
        + "}";
  }

  /** A browser names text/html first; a program asks for JSON, for anything, or for nothing. */
  private static boolean prefersHtml(@Nullable String accept) {
    if (accept == null) {
      return false;
    }
    double html = quality(accept, "text/html");
    return html > 0
        && html >= quality(accept, "application/json")
        && html >= quality(accept, "application/problem+json");
  }

  private static double quality(String accept, String type) {
    for (String range : accept.split(",", -1)) {
      String[] parts = range.split(";", -1);
      if (parts[0].strip().equalsIgnoreCase(type)) {
        for (int i = 1; i < parts.length; i++) {
          String parameter = parts[i].strip();
          if (parameter.matches("[qQ]=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) {
            return Double.parseDouble(parameter.substring(2));
          }
        }
        return 1;
      }
    }
    return 0;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build left out " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks SHA-256", e);
    }
  }
}
