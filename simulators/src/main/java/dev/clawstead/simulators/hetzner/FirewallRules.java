package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.address.Cidr;
import dev.clawstead.simulators.state.Json;
import java.util.List;
import java.util.Set;

/** Checks a firewall's rules and writes them in full. */
final class FirewallRules {

  private static final int RULES_MAX = 50;
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "icmp", "esp", "gre");

  private FirewallRules() {}

  static ArrayNode of(Body body) {
    List<JsonNode> items = body.items("rules");
    if (items.size() > RULES_MAX) {
      throw HetznerError.invalid("rules", "Longer than maximum length 50.");
    }
    return Json.array(items.stream().map(FirewallRules::rule).toList());
  }

  private static ObjectNode rule(JsonNode item) {
    if (!(item instanceof ObjectNode object)) {
      throw HetznerError.invalid("rules", "Not a valid list of objects.");
    }
    Body rule = new Body(object);
    String direction = rule.text("direction");
    String protocol = rule.text("protocol");
    if (!direction.equals("in") && !direction.equals("out")) {
      throw HetznerError.invalid("rules.direction", "Must be one of: in, out.");
    }
    if (!PROTOCOLS.contains(protocol)) {
      throw HetznerError.invalid("rules.protocol", "Must be one of: tcp, udp, icmp, esp, gre.");
    }
    boolean hasPorts = protocol.equals("tcp") || protocol.equals("udp");
    if (hasPorts != rule.has("port")) {
      throw HetznerError.invalid(
          "rules.port", hasPorts ? "required for tcp and udp" : "allowed for tcp and udp only");
    }
    String needed = direction.equals("in") ? "source_ips" : "destination_ips";
    if (rule.items(needed).isEmpty()) {
      throw HetznerError.invalid("rules." + needed, "Missing data for required field.");
    }
    ObjectNode full = Json.object().put("direction", direction).put("protocol", protocol);
    full.put("port", rule.optionalText("port").orElse(null));
    full.put("description", rule.optionalText("description").orElse(null));
    full.set("source_ips", ranges(rule, "source_ips"));
    full.set("destination_ips", ranges(rule, "destination_ips"));
    return full;
  }

  private static ArrayNode ranges(Body rule, String field) {
    for (JsonNode range : rule.items(field)) {
      if (!range.asText().contains(":")) {
        try {
          Cidr.of(range.asText());
        } catch (IllegalArgumentException e) {
          throw HetznerError.invalid("rules." + field, String.valueOf(e.getMessage()));
        }
      }
    }
    return Json.array(rule.items(field));
  }
}
