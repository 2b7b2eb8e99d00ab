package dev.clawstead.simulators.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the handler of a request by method and path template. */
public final class Router {

  private final List<Route> routes = new ArrayList<>();

  /** Adds a route; {@code {...}} in the template matches one path segment. */
  public Router on(String method, String template, Handler handler) {
    String regex = template.replaceAll("\\{[a-z_]+}", "([^/]+)");
    routes.add(new Route(method, Pattern.compile(regex), handler));
    return this;
  }

  /** The answer of the matching route, or nothing when no route matches. */
  public Optional<Answer> answer(Request request, String path) {
    for (Route route : routes) {
      Matcher matcher = route.path.matcher(path);
      if (route.method.equals(request.method()) && matcher.matches()) {
        List<String> arguments = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
          arguments.add(matcher.group(i));
        }
        return Optional.of(route.handler.handle(request, arguments));
      }
    }
    return Optional.empty();
  }

  /** Whether another method is known on this path. */
  public boolean knows(String path) {
    return routes.stream().anyMatch(route -> route.path.matcher(path).matches());
  }

  /** What a route does; {@code arguments} are the path's variable segments. */
  @FunctionalInterface
  public interface Handler {
    Answer handle(Request request, List<String> arguments);
  }

  private record Route(String method, Pattern path, Handler handler) {}
}
