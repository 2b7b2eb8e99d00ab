package dev.clawstead.simulators.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** {@code /zones/{id}/dns_records}: one at a time, or many at once and all or nothing. */
final class DnsRecords {

  private static final int PAGE_DEFAULT = 100;
  private static final int PAGE_MAX = 5_000_000;
  private static final int BATCH_MAX = 3500;
  private static final List<String> SETTABLE =
      List.of("type", "name", "content", "ttl", "proxied", "comment", "tags", "priority", "data");

  private final InstantSource clock;

  DnsRecords(InstantSource clock) {
    this.clock = clock;
  }

  Answer list(Account account, Request request, String zone) {
    account.zone(zone);
    List<ObjectNode> found =
        account.recordsOf(zone).stream()
            .filter(RecordFilter.of(request))
            .sorted(RecordFilter.order(request))
            .map(DnsRecords::view)
            .toList();
    return Envelope.page(found, request, PAGE_DEFAULT, PAGE_MAX);
  }

  Answer get(Account account, String zone, String id) {
    account.zone(zone);
    return Envelope.ok(view(account.recordOf(zone, id)));
  }

  Answer create(Account account, Request request, String zone) {
    return Envelope.ok(post(account, account.zone(zone), Account.body(request)));
  }

  Answer patch(Account account, Request request, String zone, String id) {
    return Envelope.ok(patch(account, account.zone(zone), id, Account.body(request)));
  }

  Answer put(Account account, Request request, String zone, String id) {
    return Envelope.ok(put(account, account.zone(zone), id, Account.body(request)));
  }

  Answer delete(Account account, String zone, String id) {
    remove(account, account.zone(zone), id);
    return Envelope.ok(Json.object().put("id", id));
  }

  /** Deletes, patches, puts, posts, in this order; the first that fails undoes them all. */
  Answer batch(Account account, Request request, String zoneId) {
    ObjectNode zone = account.zone(zoneId);
    ObjectNode body = Account.body(request);
    int size = 0;
    for (String part : List.of("deletes", "patches", "puts", "posts")) {
      size += body.path(part).size();
    }
    if (size > BATCH_MAX) {
      throw CloudflareError.invalid(9210, "A batch may hold at most " + BATCH_MAX + " operations.");
    }
    ObjectNode result = Json.object();
    ArrayNode deletes = result.putArray("deletes");
    body.path("deletes").forEach(item -> deletes.add(remove(account, zone, id(item))));
    ArrayNode patches = result.putArray("patches");
    body.path("patches").forEach(item -> patches.add(patch(account, zone, id(item), item)));
    ArrayNode puts = result.putArray("puts");
    body.path("puts").forEach(item -> puts.add(put(account, zone, id(item), item)));
    ArrayNode posts = result.putArray("posts");
    body.path("posts").forEach(item -> posts.add(post(account, zone, item)));
    return Envelope.ok(result);
  }

  private ObjectNode post(Account account, ObjectNode zone, JsonNode wish) {
    ObjectNode record = fresh(zone, wish).put("id", Account.newId());
    return save(account, zone, record.put("created_on", clock.instant().toString()));
  }

  private ObjectNode put(Account account, ObjectNode zone, String id, JsonNode wish) {
    ObjectNode old = account.recordOf(zone.path("id").asText(), id);
    ObjectNode record = fresh(zone, wish).put("id", id);
    record.set("created_on", old.get("created_on"));
    return save(account, zone, record);
  }

  private ObjectNode patch(Account account, ObjectNode zone, String id, JsonNode wish) {
    ObjectNode record = account.recordOf(zone.path("id").asText(), id).deepCopy();
    copy(wish, record);
    return save(account, zone, record);
  }

  private static ObjectNode remove(Account account, ObjectNode zone, String id) {
    ObjectNode record = account.recordOf(zone.path("id").asText(), id);
    account.records().remove(id);
    return view(record);
  }

  private ObjectNode save(Account account, ObjectNode zone, ObjectNode record) {
    String name = record.path("name").asText();
    record.put("name", RecordRules.fullName(name, zone.path("name").asText()));
    RecordRules.check(record);
    RecordRules.checkBeside(record, account.recordsOf(zone.path("id").asText()));
    if (record.path("proxied").asBoolean()) {
      record.put("ttl", 1);
    }
    record.put("modified_on", clock.instant().toString());
    account.records().set(record.path("id").asText(), record);
    return view(record);
  }

  /** A record with the request's fields and the defaults for all others. */
  private static ObjectNode fresh(ObjectNode zone, JsonNode wish) {
    ObjectNode record = Json.object().put("ttl", 1).put("proxied", false).putNull("comment");
    record.putArray("tags");
    record.set("zone_id", zone.get("id"));
    copy(wish, record);
    return record;
  }

  private static void copy(JsonNode wish, ObjectNode record) {
    for (Map.Entry<String, JsonNode> field : wish.properties()) {
      boolean isText = List.of("type", "name", "content").contains(field.getKey());
      if (isText && !field.getValue().isTextual()) {
        throw CloudflareError.invalid(9207, field.getKey() + " must be a string.");
      }
      if (SETTABLE.contains(field.getKey())) {
        record.set(field.getKey(), field.getValue().deepCopy());
      }
    }
  }

  private static String id(JsonNode item) {
    return item.path("id").asText();
  }

  private static ObjectNode view(ObjectNode record) {
    ObjectNode view =
        Json.pick(record, "id", "name", "type", "content", "ttl", "proxied", "comment", "tags");
    view.put("proxiable", RecordRules.isProxiable(record));
    view.putObject("settings");
    view.putObject("meta");
    view.set("created_on", record.get("created_on"));
    view.set("modified_on", record.get("modified_on"));
    for (String field : List.of("priority", "data")) {
      if (record.has(field)) {
        view.set(field, record.get(field));
      }
    }
    return view;
  }
}
