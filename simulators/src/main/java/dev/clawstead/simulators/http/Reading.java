package dev.clawstead.simulators.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a request from the wire. */
final class Reading {

  /** The largest body that any of the vendors takes. */
  private static final int BODY_BYTES_MAX = 32 * 1024 * 1024;

  private Reading() {}

  static Request of(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new Request(
        exchange.getRequestMethod(),
        uri.getPath(),
        query(uri.getRawQuery()),
        headers,
        new Content(body(exchange)),
        null);
  }

  /** Into one array of the announced size, where there is one: bodies are large and many. */
  private static byte[] body(HttpExchange exchange) throws IOException {
    String announced = exchange.getRequestHeaders().getFirst("Content-Length");
    if (announced == null || !announced.matches("[0-9]{1,8}")) {
      return exchange.getRequestBody().readNBytes(BODY_BYTES_MAX);
    }
    byte[] bytes = new byte[Math.min(Integer.parseInt(announced), BODY_BYTES_MAX)];
    int read = exchange.getRequestBody().readNBytes(bytes, 0, bytes.length);
    return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
  }

  static Map<String, List<String>> query(@Nullable String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return query;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
