package dev.clawstead.simulators.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code /zones}: the domains of the account. */
final class Zones {

  private static final String ACCOUNT_ID = "023e105f4ecef8ad9ca31a8372d0c353";
  private static final int PAGE_DEFAULT = 20;
  private static final int PAGE_MAX = 50;
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  private final InstantSource clock;

  Zones(InstantSource clock) {
    this.clock = clock;
  }

  /** Makes the zone that is to be there from the start, unless it is. */
  void ensure(Account account, String name) {
    for (JsonNode zone : account.zones()) {
      if (zone.path("name").asText().equals(name)) {
        return;
      }
    }
    add(account, name, "full");
  }

  Answer list(Account account, Request request) {
    List<String> names = request.queries("name");
    List<String> states = request.queries("status");
    List<ObjectNode> found = new ArrayList<>();
    for (JsonNode zone : account.zones()) {
      if ((names.isEmpty() || names.contains(zone.path("name").asText()))
          && (states.isEmpty() || states.contains(zone.path("status").asText()))) {
        found.add((ObjectNode) zone);
      }
    }
    return Envelope.page(found, request, PAGE_DEFAULT, PAGE_MAX);
  }

  Answer get(Account account, String id) {
    return Envelope.ok(account.zone(id));
  }

  Answer create(Account account, Request request) {
    ObjectNode body = Account.body(request);
    String name = body.path("name").asText().toLowerCase(Locale.ROOT);
    if (!DOMAIN.matcher(name).matches()) {
      throw CloudflareError.invalid(
          1099, "We were unable to identify " + name + " as a registered domain.");
    }
    for (JsonNode zone : account.zones()) {
      if (zone.path("name").asText().equals(name)) {
        throw CloudflareError.invalid(1061, name + " already exists");
      }
    }
    return Envelope.ok(add(account, name, body.path("type").asText("full")));
  }

  Answer delete(Account account, String id) {
    account.zone(id);
    for (ObjectNode record : account.recordsOf(id)) {
      account.records().remove(record.path("id").asText());
    }
    account.zones().remove(id);
    return Envelope.ok(Json.object().put("id", id));
  }

  private ObjectNode add(Account account, String name, String type) {
    String now = clock.instant().toString();
    ObjectNode zone = Json.object().put("id", Account.newId()).put("name", name);
    zone.put("status", "active").put("paused", false).put("type", type);
    zone.put("development_mode", 0);
    zone.putArray("name_servers").add("ada.ns.cloudflare.com").add("bob.ns.cloudflare.com");
    zone.putNull("original_name_servers").putNull("original_registrar");
    zone.putNull("original_dnshost");
    zone.put("modified_on", now).put("created_on", now).put("activated_on", now);
    zone.putObject("meta").put("step", 2).put("phishing_detected", false);
    zone.putObject("owner").putNull("id").put("type", "user").putNull("email");
    zone.putObject("account").put("id", ACCOUNT_ID).put("name", "Clawstead simulation");
    zone.putArray("permissions").add("#dns_records:edit").add("#zone:read");
    zone.putObject("plan")
        .put("id", "94f3b7b768b0458b56d2cac4fe5ec0f9")
        .put("name", "Pro Website")
        .put("price", 25)
        .put("currency", "USD")
        .put("frequency", "monthly")
        .put("is_subscribed", true)
        .put("can_subscribe", true)
        .put("legacy_id", "pro");
    account.zones().set(zone.path("id").asText(), zone);
    return zone;
  }
}
