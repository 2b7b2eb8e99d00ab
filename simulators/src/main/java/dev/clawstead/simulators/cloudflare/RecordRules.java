package dev.clawstead.simulators.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.address.Cidr;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a DNS record must be like, alone and beside the zone's other records. */
final class RecordRules {

  private static final Set<String> TYPES =
      Set.of("A", "AAAA", "CNAME", "TXT", "MX", "NS", "PTR", "SRV", "CAA");
  private static final Set<String> WITH_DATA = Set.of("SRV", "CAA");
  private static final Set<String> PROXIABLE = Set.of("A", "AAAA", "CNAME");
  private static final Set<String> HOSTS = Set.of("CNAME", "MX", "NS", "PTR");
  private static final Pattern NAME =
      Pattern.compile("(\\*\\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9-]{1,63}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final List<Cidr> PRIVATE =
      List.of(
          Cidr.of("10.0.0.0/8"),
          Cidr.of("172.16.0.0/12"),
          Cidr.of("192.168.0.0/16"),
          Cidr.of("127.0.0.0/8"));
  private static final int NAME_MAX = 253;
  private static final int RECORDS_MAX = 3500;

  private RecordRules() {}

  static boolean isProxiable(JsonNode record) {
    return PROXIABLE.contains(record.path("type").asText())
        && !(record.path("type").asText().equals("A")
            && isPrivate(record.path("content").asText()));
  }

  /** A name as the zone keeps it: in full and in small letters. */
  static String fullName(String name, String zone) {
    String small = name.toLowerCase(Locale.ROOT);
    if (small.equals("@") || small.equals(zone)) {
      return zone;
    }
    return small.endsWith("." + zone) ? small : small + "." + zone;
  }

  static void check(ObjectNode record) {
    String type = record.path("type").asText();
    String content = record.path("content").asText();
    if (!TYPES.contains(type)) {
      throw CloudflareError.invalid(9001, "Invalid DNS record type: '" + type + "'.");
    }
    String name = record.path("name").asText();
    if (!NAME.matcher(name).matches() || name.length() > NAME_MAX) {
      throw CloudflareError.invalid(9000, "DNS name is invalid.");
    }
    if (type.equals("A") && !Cidr.isAddress(content)) {
      throw CloudflareError.invalid(9005, "Content for A record must be a valid IPv4 address.");
    }
    if (type.equals("AAAA") && !IPV6.matcher(content).matches()) {
      throw CloudflareError.invalid(9006, "Content for AAAA record must be a valid IPv6 address.");
    }
    if (HOSTS.contains(type) && !NAME.matcher(content.toLowerCase(Locale.ROOT)).matches()) {
      throw CloudflareError.invalid(9007, "Content for " + type + " record is invalid.");
    }
    if (content.isEmpty() && !WITH_DATA.contains(type)) {
      throw CloudflareError.invalid(9020, "DNS record content cannot be empty.");
    }
    if (type.equals("MX") && !record.path("priority").isIntegralNumber()) {
      throw CloudflareError.invalid(9014, "MX record needs a priority.");
    }
    checkTtl(record.path("ttl"));
    if (record.path("proxied").asBoolean() && !isProxiable(record)) {
      throw PROXIABLE.contains(type)
          ? CloudflareError.invalid(
              9003, "Target " + content + " is not allowed for a proxied record.")
          : CloudflareError.invalid(9004, "This record type cannot be proxied.");
    }
    if (record.path("comment").asText("").contains("\n")) {
      throw CloudflareError.invalid(9214, "DNS record comment may not contain line breaks.");
    }
  }

  /** Refuses what the zone's other records do not allow beside them. */
  static void checkBeside(ObjectNode record, List<ObjectNode> others) {
    if (others.size() >= RECORDS_MAX) {
      throw CloudflareError.invalid(81045, "Record quota exceeded.");
    }
    String type = record.path("type").asText();
    for (ObjectNode other : others) {
      if (other.path("id").equals(record.path("id"))
          || !other.path("name").equals(record.path("name"))) {
        continue;
      }
      if (same(record, other, "type", "content")) {
        throw same(record, other, "ttl", "proxied")
            ? CloudflareError.invalid(81058, "An identical record already exists.")
            : CloudflareError.invalid(81057, "Record already exists.");
      }
      boolean isAlias = other.path("type").asText().equals("CNAME");
      if (isAlias && PROXIABLE.contains(type)) {
        throw CloudflareError.invalid(81054, "A CNAME record with that host already exists.");
      }
      if (type.equals("CNAME") && PROXIABLE.contains(other.path("type").asText())) {
        throw CloudflareError.invalid(
            81053, "An A, AAAA, or CNAME record with that host already exists.");
      }
    }
  }

  private static void checkTtl(JsonNode ttl) {
    long seconds = ttl.asLong(-1);
    if (!ttl.isIntegralNumber() || (seconds != 1 && (seconds < 60 || seconds > 86400))) {
      throw CloudflareError.invalid(
          9021, "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.");
    }
  }

  private static boolean same(JsonNode one, JsonNode other, String... fields) {
    for (String field : fields) {
      if (!one.path(field).asText().equals(other.path(field).asText())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrivate(String address) {
    return Cidr.isAddress(address) && PRIVATE.stream().anyMatch(range -> range.contains(address));
  }
}
