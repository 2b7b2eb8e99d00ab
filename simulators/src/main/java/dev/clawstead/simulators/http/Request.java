package dev.clawstead.simulators.http;

import dev.clawstead.simulators.fault.Fate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request as read from the wire; {@code fate} is what a fault has ordered for its actions. */
public record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    String body,
    Fate fate) {

  /** The first value of a query parameter. */
  public Optional<String> query(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  public List<String> queries(String name) {
    return query.getOrDefault(name, List.of());
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  Request withFate(Fate fate) {
    return new Request(method, path, query, headers, body, fate);
  }
}
