package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.address.Cidr;
import dev.clawstead.simulators.machine.Attachment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Servers' places in private networks. */
record PrivateNets(Cloud cloud, Project project) {

  /** Writes a server's place in a network down; it shows once its action has ended. */
  void reserve(ObjectNode server, ObjectNode network, ObjectNode wish) {
    long id = network.path("id").asLong();
    if (find(server, id).isPresent()) {
      throw HetznerError.of(
          422, "server_already_attached", "server is already attached to this network");
    }
    Cidr range = Cidr.of(network.path("ip_range").asText());
    Optional<String> collision = cloud.machines().collision(id, range);
    if (collision.isPresent()) {
      throw HetznerError.invalid(
          "network",
          "ip_range " + range + " overlaps with " + collision.get() + " of the Docker engine");
    }
    ObjectNode net = server.withArray("private_net").addObject().put("network", id);
    net.put("ip", address(network, wish));
    net.set("alias_ips", wish.withArray("alias_ips").deepCopy());
    net.put("mac_address", mac(server.path("id").asLong(), id)).put("attached", false);
  }

  static Optional<ObjectNode> find(ObjectNode server, long network) {
    for (JsonNode net : server.path("private_net")) {
      if (net.path("network").asLong() == network) {
        return Optional.of((ObjectNode) net);
      }
    }
    return Optional.empty();
  }

  /** A server's places as its machine needs them. */
  static List<Attachment> attachments(Project project, ObjectNode server) {
    List<Attachment> attachments = new ArrayList<>();
    for (JsonNode net : server.path("private_net")) {
      long id = net.path("network").asLong();
      String range = project.get(Kind.NETWORK, Long.toString(id)).path("ip_range").asText();
      attachments.add(new Attachment(id, Cidr.of(range), net.path("ip").asText()));
    }
    return attachments;
  }

  private String address(ObjectNode network, ObjectNode wish) {
    Set<String> used = used(network);
    String wanted = wish.path("ip").asText("");
    List<Cidr> subnets = new ArrayList<>();
    for (JsonNode subnet : network.path("subnets")) {
      String range = subnet.path("ip_range").asText();
      if (wish.path("ip_range").asText(range).equals(range)) {
        subnets.add(Cidr.of(range));
      }
    }
    if (!wanted.isEmpty()) {
      boolean fits = Cidr.isAddress(wanted) && subnets.stream().anyMatch(s -> s.contains(wanted));
      if (!fits || used.contains(wanted)) {
        throw HetznerError.of(422, "ip_not_available", "IP is not available");
      }
      return wanted;
    }
    for (Cidr subnet : subnets) {
      for (long n = 1; n < subnet.size() - 1; n++) {
        if (!used.contains(subnet.address(n))) {
          return subnet.address(n);
        }
      }
    }
    throw HetznerError.of(422, "no_subnet_available", "no free subnet or IP in this network");
  }

  private Set<String> used(ObjectNode network) {
    Set<String> used = new HashSet<>();
    used.add(Cidr.of(network.path("ip_range").asText()).address(1));
    for (ObjectNode server : project.rows(Kind.SERVER)) {
      find(server, network.path("id").asLong()).ifPresent(net -> used.add(net.path("ip").asText()));
    }
    return used;
  }

  private static String mac(long server, long network) {
    return String.format(
        Locale.ROOT,
        "86:00:%02x:%02x:%02x:%02x",
        server >> 8 & 255,
        server & 255,
        network >> 8 & 255,
        network & 255);
  }
}
