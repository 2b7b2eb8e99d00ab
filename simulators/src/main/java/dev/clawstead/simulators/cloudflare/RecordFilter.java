package dev.clawstead.simulators.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.http.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The filters and the order of a list of records, from the query's parameters. */
final class RecordFilter {

  private RecordFilter() {}

  static Predicate<JsonNode> of(Request request) {
    List<Predicate<JsonNode>> filters = new ArrayList<>();
    for (String field : List.of("name", "content", "comment")) {
      // A plain name or content means the same as its ".exact".
      filter(request, field, field, String::equals).ifPresent(filters::add);
      filter(request, field + ".exact", field, String::equals).ifPresent(filters::add);
      filter(request, field + ".contains", field, String::contains).ifPresent(filters::add);
      filter(request, field + ".startswith", field, String::startsWith).ifPresent(filters::add);
      filter(request, field + ".endswith", field, String::endsWith).ifPresent(filters::add);
    }
    filter(request, "type", "type", String::equals).ifPresent(filters::add);
    filter(request, "proxied", "proxied", String::equals).ifPresent(filters::add);
    if (request.query("comment.present").isPresent()) {
      filters.add(record -> record.hasNonNull("comment"));
    }
    if (request.query("comment.absent").isPresent()) {
      filters.add(record -> !record.hasNonNull("comment"));
    }
    return request.query("match").orElse("all").equals("any") && !filters.isEmpty()
        ? record -> filters.stream().anyMatch(filter -> filter.test(record))
        : record -> filters.stream().allMatch(filter -> filter.test(record));
  }

  static Comparator<JsonNode> order(Request request) {
    String field = request.query("order").orElse("name");
    if (!List.of("type", "name", "content", "ttl", "proxied").contains(field)) {
      throw CloudflareError.invalid(1004, "cannot order by " + field);
    }
    Comparator<JsonNode> ascending = Comparator.comparing(record -> record.path(field).asText());
    return request.query("direction").orElse("asc").equals("desc")
        ? ascending.reversed()
        : ascending;
  }

  private static Optional<Predicate<JsonNode>> filter(
      Request request, String parameter, String field, BiPredicate<String, String> test) {
    return request
        .query(parameter)
        .map(value -> value.toLowerCase(Locale.ROOT))
        .map(
            value ->
                record -> test.test(record.path(field).asText("").toLowerCase(Locale.ROOT), value));
  }
}
