package dev.clawstead.api.session;

import dev.clawstead.api.settings.ApiSettings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** The browser's session cookie: no script reads it, no other site's form sends it. */
@Component
public class SessionCookie {

  private final boolean tls;
  private final String name;

  SessionCookie(ApiSettings settings) {
    this.tls = settings.tls();
    // The prefix makes browsers refuse the cookie from a subdomain or over plain HTTP.
    this.name = tls ? "__Host-clawstead-session" : "clawstead-session";
  }

  public void set(HttpServletResponse response, SessionView session) {
    Duration left = Duration.between(Instant.now(), session.expiresAt());
    write(response, session.token(), left.isNegative() ? Duration.ZERO : left);
  }

  void clear(HttpServletResponse response) {
    write(response, "", Duration.ZERO);
  }

  Optional<String> read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(name))
            .map(Cookie::getValue)
            .findFirst();
  }

  private void write(HttpServletResponse response, String value, Duration age) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(name, value)
            .path("/")
            .httpOnly(true)
            .secure(tls)
            .sameSite("Lax")
            .maxAge(age)
            .build()
            .toString());
  }
}
