package dev.clawstead.simulators.http;

import dev.clawstead.simulators.fault.Fate;
import dev.clawstead.simulators.fault.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as read from the wire; {@code fault} is the rule that it met. */
public record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Content content,
    @Nullable Fault fault) {

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

  public String body() {
    return content.text();
  }

  /** What a fault has ordered for the actions that this request starts. */
  public Fate fate() {
    return fault == null ? Fate.SUCCEEDS : fault.fate();
  }

  Request with(Fault met) {
    return new Request(method, path, query, headers, content, met);
  }
}
