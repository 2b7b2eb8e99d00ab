package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A list as the vendor gives it: filtered, sorted, in pages. */
record Listing(String key, List<ObjectNode> items, Set<String> sortable) {

  private static final int PAGE_DEFAULT = 25;
  private static final int PAGE_MAX = 50;

  Answer answer(Request request) {
    List<ObjectNode> found =
        items.stream()
            .filter(matches(request, "name"))
            .filter(matches(request, "status"))
            .filter(matches(request, "type"))
            .filter(LabelSelector.of(request.query("label_selector").orElse("")))
            .sorted(order(request))
            .toList();
    int page = number(request, "page", 1);
    int size = Math.min(number(request, "per_page", PAGE_DEFAULT), PAGE_MAX);
    int from = (int) Math.min((long) (page - 1) * size, found.size());
    ObjectNode body = Json.object();
    body.set(key, Json.array(found.subList(from, Math.min(from + size, found.size()))));
    body.putObject("meta").set("pagination", pagination(page, size, found.size()));
    return Answer.ok(body);
  }

  private static ObjectNode pagination(int page, int size, int total) {
    int last = Math.max(1, (total + size - 1) / size);
    ObjectNode json = Json.object().put("page", page).put("per_page", size);
    json.put("previous_page", page > 1 ? Integer.valueOf(page - 1) : null);
    json.put("next_page", page < last ? Integer.valueOf(page + 1) : null);
    return json.put("last_page", last).put("total_entries", total);
  }

  private static Predicate<JsonNode> matches(Request request, String field) {
    List<String> wanted = request.queries(field);
    return item ->
        wanted.isEmpty() || !item.has(field) || wanted.contains(item.path(field).asText());
  }

  private Comparator<JsonNode> order(Request request) {
    Optional<Comparator<JsonNode>> order =
        request.queries("sort").stream().map(this::order).reduce(Comparator::thenComparing);
    return order.orElseGet(() -> Comparator.comparingLong(item -> item.path("id").asLong()));
  }

  private Comparator<JsonNode> order(String sort) {
    String[] parts = sort.split(":", -1);
    boolean known = parts.length == 1 || parts[1].equals("asc") || parts[1].equals("desc");
    if (!sortable.contains(parts[0]) || !known || parts.length > 2) {
      throw HetznerError.invalid("sort", "cannot sort by '" + sort + "'");
    }
    Comparator<JsonNode> ascending =
        parts[0].equals("id")
            ? Comparator.comparingLong(item -> item.path("id").asLong())
            : Comparator.comparing(item -> item.path(parts[0]).asText());
    return parts.length == 2 && parts[1].equals("desc") ? ascending.reversed() : ascending;
  }

  private static int number(Request request, String name, int otherwise) {
    String text = request.query(name).orElse(Integer.toString(otherwise));
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw HetznerError.invalid(name, "Must be a number greater than or equal to 1.");
    }
    return Integer.parseInt(text);
  }
}
