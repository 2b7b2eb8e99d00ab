package dev.clawstead.gateway.proxy;

import dev.clawstead.gateway.page.Page;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request must look like before anything is done with it. The rules about length are there
 * against request smuggling: a cell must never see another border between requests than we do.
 */
public final class RequestRules {

  private static final int LENGTH_DIGITS_MAX = 18;

  private static final Set<HttpMethod> REPEATABLE =
      Set.of(
          HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://([^/?#@]+)(.*)", Pattern.CASE_INSENSITIVE);

  private RequestRules() {}

  /** The page that refuses this request, or null when it is well-formed. */
  public static @Nullable Page check(HttpRequest request, Limits.Size size) {
    Page unreadable = unreadable(request.decoderResult());
    if (unreadable != null) {
      return unreadable;
    }
    HttpVersion version = request.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return Page.BAD_REQUEST;
    }
    if (request.method().equals(HttpMethod.CONNECT) || request.method().equals(HttpMethod.TRACE)) {
      return Page.NOT_IMPLEMENTED;
    }
    if (!isTarget(request) || request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
      return Page.BAD_REQUEST;
    }
    return framing(request, size);
  }

  /**
   * Turns {@code GET http://host/path} into the usual form; the target's host counts, whatever the
   * Host header says (RFC 9112, section 3.2.2).
   */
  static void toOriginForm(HttpRequest request) {
    Matcher absolute = ABSOLUTE.matcher(request.uri());
    if (absolute.matches()) {
      String path = absolute.group(2);
      request.setUri(path.startsWith("/") ? path : "/" + path);
      request.headers().set(HttpHeaderNames.HOST, absolute.group(1));
    }
  }

  public static boolean hasBody(HttpRequest request) {
    HttpHeaders headers = request.headers();
    return headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || !headers.get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
  }

  /** Whether sending the request a second time does no more than sending it once. */
  static boolean isRepeatable(HttpRequest request) {
    return REPEATABLE.contains(request.method()) && !hasBody(request);
  }

  private static @Nullable Page unreadable(DecoderResult result) {
    if (result.isSuccess()) {
      return null;
    }
    return switch (result.cause()) {
      case TooLongHttpLineException e -> Page.URI_TOO_LONG;
      case TooLongHttpHeaderException e -> Page.HEADERS_TOO_LARGE;
      default -> Page.BAD_REQUEST;
    };
  }

  private static @Nullable Page framing(HttpRequest request, Limits.Size size) {
    HttpHeaders headers = request.headers();
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (!codings.isEmpty()) {
      boolean plain = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
      boolean readOneWay = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
      return plain && readOneWay && lengths.isEmpty() ? null : Page.BAD_REQUEST;
    }
    if (lengths.isEmpty()) {
      return null;
    }
    String length = lengths.getFirst();
    if (lengths.size() > 1
        || length.isEmpty()
        || length.length() > LENGTH_DIGITS_MAX
        || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Page.BAD_REQUEST;
    }
    return Long.parseLong(length) > size.bodyMax() ? Page.BODY_TOO_LARGE : null;
  }

  private static boolean isTarget(HttpRequest request) {
    String uri = request.uri();
    boolean form =
        uri.startsWith("/") || (uri.equals("*") && request.method().equals(HttpMethod.OPTIONS));
    return form && uri.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
