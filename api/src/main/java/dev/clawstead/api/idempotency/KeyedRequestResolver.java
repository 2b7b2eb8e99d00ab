package dev.clawstead.api.idempotency;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.secrets.PlatformSecret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/** Reads the header {@code Idempotency-Key}. */
@Component
public class KeyedRequestResolver implements HandlerMethodArgumentResolver {

  public static final String HEADER = "Idempotency-Key";
  public static final String FORM = "[!-~]{1,200}";

  private static final Pattern KEY = Pattern.compile(FORM);

  private final PlatformSecret secret;
  private final JsonMapper json;

  KeyedRequestResolver(PlatformSecret secret, JsonMapper json) {
    this.secret = secret;
    this.json = json;
  }

  /** A request with a key of its own, as nobody sends it. */
  public KeyedRequest rehearsal() {
    return new KeyedRequest(secret, json, UUID.randomUUID().toString(), "rehearsal");
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == KeyedRequest.class;
  }

  @Override
  public KeyedRequest resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders) {
    String key = web.getHeader(HEADER);
    if (key != null && !KEY.matcher(key).matches()) {
      throw ProblemException.on(
          Kind.MALFORMED, HEADER, "must have 1 to 200 printable characters without spaces");
    }
    HttpServletRequest request = web.getNativeRequest(HttpServletRequest.class);
    String route = request == null ? "" : request.getMethod() + " " + request.getRequestURI();
    return new KeyedRequest(secret, json, key, route);
  }
}
