package dev.clawstead.api.session;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.db.account.Sessions;
import dev.clawstead.secrets.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Finds out who is asking: by the bearer token of a program, or by a browser's cookie. Other sites
 * can make a browser send the cookie, so a write by cookie also needs the session's CSRF token.
 */
@Component
public class CallerResolver implements HandlerMethodArgumentResolver {

  private static final String BEARER = "Bearer ";
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final SessionTokens tokens;

  CallerResolver(Sessions sessions, SessionCookie cookie, SessionTokens tokens) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.tokens = tokens;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class
        || parameter.getParameterType() == Operator.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    HttpServletRequest request = web.getNativeRequest(HttpServletRequest.class);
    if (request == null) {
      throw new IllegalStateException("callers come by HTTP");
    }
    Caller caller = caller(request);
    if (parameter.getParameterType() == Caller.class) {
      return caller;
    }
    if (!caller.isOperator()) {
      throw ProblemException.of(Kind.NOT_FOUND, "Nothing answers at this address.");
    }
    return new Operator(caller);
  }

  private Caller caller(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      return find(
          authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
              ? authorization.substring(BEARER.length()).trim()
              : "");
    }
    Optional<String> token = cookie.read(request);
    if (token.isEmpty()) {
      throw ProblemException.of(
          Kind.UNAUTHENTICATED, "Sign in, or send Authorization: Bearer css_... with the request.");
    }
    Caller caller = find(token.get());
    if (!READS.contains(request.getMethod())
        && !tokens.isCsrf(caller.session(), request.getHeader("X-CSRF-Token"))) {
      throw ProblemException.of(
          Kind.CSRF, "Send the session's csrfToken (GET /api/v1/me) as header X-CSRF-Token.");
    }
    return caller;
  }

  private Caller find(String token) {
    return sessions
        .find(Tokens.hash(token))
        .map(Caller::new)
        .orElseThrow(
            () ->
                ProblemException.of(
                    Kind.UNAUTHENTICATED, "The session has ended, or never was. Sign in again."));
  }
}
