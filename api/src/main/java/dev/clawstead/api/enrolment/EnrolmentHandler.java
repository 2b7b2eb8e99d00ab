package dev.clawstead.api.enrolment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.clawstead.db.enrolment.Enrolments;
import dev.clawstead.db.enrolment.Enrolments.Enrolment;
import dev.clawstead.secrets.BadSigningRequestException;
import dev.clawstead.secrets.PlatformCa;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one node that asks for its certificate, in plain text that a shell script reads. */
final class EnrolmentHandler implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(EnrolmentHandler.class);
  private static final Pattern PATH = Pattern.compile("/enrol/v1/nodes/([0-9a-f-]{36})");
  private static final int BODY_MAX = 16 * 1024;

  private final Enrolments enrolments;
  private final PlatformSecret secret;
  private final Clock clock;
  private final PlatformCa authority;

  EnrolmentHandler(
      Enrolments enrolments, PlatformSecret secret, Clock clock, PlatformCa authority) {
    this.enrolments = enrolments;
    this.secret = secret;
    this.clock = clock;
    this.authority = authority;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (RuntimeException e) {
        LOG.warn("an enrolment failed", e);
        answer = new Answer(503, "not right now; ask again\n", null);
      }
      byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      if (answer.address() != null) {
        exchange.getResponseHeaders().set("X-Clawstead-Address", answer.address());
      }
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!path.matches()) {
      return new Answer(404, "nothing answers here\n", null);
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return new Answer(405, "send POST\n", null);
    }
    byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
    if (body.length > BODY_MAX) {
      return new Answer(413, "send less\n", null);
    }
    Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
    return enrol(
        UUID.fromString(path.group(1)),
        form.getOrDefault("token", ""),
        form.getOrDefault("csr", ""));
  }

  private Answer enrol(UUID node, String token, String csr) {
    Optional<Enrolment> found = enrolments.find(node);
    boolean known = isToken(node, token) && found.filter(n -> mayEnrol(n, token)).isPresent();
    if (!known) {
      // One answer for every reason: whoever holds no good token learns nothing.
      return new Answer(403, "the token is void\n", null);
    }
    String address = found.orElseThrow().address();
    if (address == null) {
      return new Answer(425, "the platform does not know the address yet; ask again\n", null);
    }
    try {
      byte[] key = PlatformCa.publicKeyHash(csr);
      String name = "node-" + node;
      String checked = authority.sign(csr, name, List.of(address, name));
      return enrolments
          .certify(node, key, () -> checked)
          .map(pem -> new Answer(200, pem + authority.certificatePem(), address))
          .orElse(new Answer(403, "the token is void\n", null));
    } catch (BadSigningRequestException e) {
      return new Answer(400, e.getMessage() + "\n", null);
    }
  }

  private boolean isToken(UUID node, String token) {
    return Tokens.same(bytes(secret.enrolToken(node)), bytes(token));
  }

  private boolean mayEnrol(Enrolment node, String token) {
    Instant expires = node.expiresAt();
    byte[] hash = node.tokenHash();
    return !node.ended()
        && !node.contacted()
        && expires != null
        && clock.instant().isBefore(expires)
        && (hash == null || Tokens.same(hash, Tokens.hash(token)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> form(String body) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          fields.put(
              URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
          return Map.of();
        }
      }
    }
    return fields;
  }

  private record Answer(
      int status, String text, @org.jspecify.annotations.Nullable String address) {}
}
