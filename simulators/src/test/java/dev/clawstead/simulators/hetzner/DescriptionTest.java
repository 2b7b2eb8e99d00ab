package dev.clawstead.simulators.hetzner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.clawstead.simulators.http.Wire.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks once for everything there is; {@link Hetzner} holds each answer against the description. */
class DescriptionTest {

  @TempDir private Path directory;

  @Test
  void everyAnswerIsOneThatTheVendorDescribes() throws IOException {
    assumeTrue(
        Description.isPresent(),
        () -> "the vendor's description is absent: " + Description.FILE.toAbsolutePath());
    try (Hetzner hetzner = new Hetzner(directory)) {
      readTheCatalogue(hetzner);
      String server = makeOneOfEach(hetzner);
      actOnServer(hetzner, server);
      readAndChange(hetzner);
      deleteServerButKeepItsAddress(hetzner, server);
      for (String path : new String[] {"/networks", "/firewalls", "/volumes", "/ssh_keys"}) {
        String id = hetzner.get(path).body().at(path + "/0/id").asText();
        assertThat(hetzner.delete(path + "/" + id).status()).isEqualTo(204);
      }
    }
    assertThat(Description.DIFFERENCES_SEEN)
        .as("a difference that no longer occurs must leave the list")
        .isEqualTo(Description.KNOWN_DIFFERENCES.keySet());
  }

  private static void readTheCatalogue(Hetzner hetzner) throws IOException {
    for (String path : new String[] {"/server_types", "/locations", "/images"}) {
      Reply list = hetzner.get(path);
      assertThat(list.status()).isEqualTo(200);
      String id = list.body().at(path + "/0/id").asText();
      assertThat(hetzner.get(path + "/" + id).status()).isEqualTo(200);
    }
    assertThat(hetzner.get("/pricing").status()).isEqualTo(200);
    assertThat(hetzner.get("/datacenters").status()).isEqualTo(410);
  }

  private static String makeOneOfEach(Hetzner hetzner) throws IOException {
    hetzner.post("/ssh_keys", "{'name': 'key', 'public_key': 'ssh-ed25519 AAAA me'}");
    Reply group = hetzner.post("/placement_groups", "{'name': 'group', 'type': 'spread'}");
    Reply network =
        hetzner.post(
            "/networks",
            """
            {'name': 'net', 'ip_range': '10.7.0.0/16', 'subnets':
              [{'type': 'cloud', 'network_zone': 'eu-central', 'ip_range': '10.7.1.0/24'}]}""");
    Reply firewall =
        hetzner.post(
            "/firewalls",
            """
            {'name': 'wall', 'rules': [{'direction': 'in', 'protocol': 'tcp', 'port': '22',
              'source_ips': ['0.0.0.0/0']}]}""");
    hetzner.outcome(firewall);
    Reply server =
        hetzner.post(
            "/servers",
            """
            {'name': 'one', 'server_type': 'cx23', 'image': 'debian-12', 'ssh_keys': ['key'],
              'networks': [%s], 'firewalls': [{'firewall': %s}], 'placement_group': %s}"""
                .formatted(
                    network.text("/network/id"),
                    firewall.text("/firewall/id"),
                    group.text("/placement_group/id")));
    assertThat(hetzner.outcome(server)).isEqualTo("success");
    String id = server.text("/server/id");
    Reply volume =
        hetzner.post("/volumes", "{'name': 'disk', 'size': 10, 'server': %s}".formatted(id));
    assertThat(hetzner.outcome(volume)).isEqualTo("success");
    String group2 = group.text("/placement_group/id");
    assertThat(hetzner.get("/placement_groups/" + group2).text("/placement_group/servers/0"))
        .isEqualTo(id);
    return id;
  }

  private static void actOnServer(Hetzner hetzner, String server) throws IOException {
    String network = hetzner.get("/networks").text("/networks/0/id");
    String group = hetzner.get("/placement_groups").text("/placement_groups/0/id");
    String[][] actions = {
      {"detach_from_network", "{'network': " + network + "}"},
      {"attach_to_network", "{'network': " + network + "}"},
      {"reboot", "{}"},
      {"reset", "{}"},
      {"shutdown", "{}"},
      {"poweroff", "{}"},
      {"remove_from_placement_group", "{}"},
      {"add_to_placement_group", "{'placement_group': " + group + "}"},
      {"poweron", "{}"},
      {"change_protection", "{'delete': false, 'rebuild': false}"},
    };
    for (String[] action : actions) {
      Reply reply = hetzner.post("/servers/" + server + "/actions/" + action[0], action[1]);
      assertThat(hetzner.outcome(reply)).as(action[0]).isEqualTo("success");
    }
    String action = hetzner.get("/servers/" + server + "/actions").text("/actions/0/id");
    hetzner.get("/servers/" + server + "/actions/" + action);
    hetzner.get("/servers/actions");
    hetzner.get("/servers/actions/" + action);
    hetzner.get("/actions?id=" + action);
  }

  private static void deleteServerButKeepItsAddress(Hetzner hetzner, String server)
      throws IOException {
    String ip = "/primary_ips/" + hetzner.get("/primary_ips").text("/primary_ips/0/id");
    hetzner.send("PUT", ip, "{'auto_delete': false}");
    assertThat(hetzner.delete(ip).text("/error/code")).isEqualTo("must_be_unassigned");
    hetzner.outcome(hetzner.delete("/servers/" + server));
    assertThat(hetzner.get(ip).text("/primary_ip/assignee_type")).isEqualTo("unassigned");
    assertThat(hetzner.delete(ip).status()).isEqualTo(204);
    assertThat(hetzner.get("/primary_ips").body().at("/primary_ips")).isEmpty();
  }

  private static void readAndChange(Hetzner hetzner) throws IOException {
    for (String path :
        new String[] {
          "/servers", "/networks", "/firewalls", "/placement_groups", "/volumes", "/ssh_keys"
        }) {
      String id = hetzner.get(path).body().at(path + "/0/id").asText();
      Reply changed = hetzner.send("PUT", path + "/" + id, "{'labels': {'a': 'b'}}");
      assertThat(changed.status()).as(path).isEqualTo(200);
    }
    String network = hetzner.get("/networks").text("/networks/0/id");
    String firewall = hetzner.get("/firewalls").text("/firewalls/0/id");
    String volume = hetzner.get("/volumes").text("/volumes/0/id");
    String[][] actions = {
      {
        "/networks/" + network + "/actions/add_subnet",
        "{'type': 'cloud', 'network_zone': 'eu-central'}"
      },
      {"/networks/" + network + "/actions/delete_subnet", "{'ip_range': '10.7.0.0/24'}"},
      {"/firewalls/" + firewall + "/actions/set_rules", "{'rules': []}"},
      {"/volumes/" + volume + "/actions/resize", "{'size': 20}"},
      {"/volumes/" + volume + "/actions/detach", "{}"},
    };
    for (String[] action : actions) {
      Reply reply = hetzner.post(action[0], action[1]);
      assertThat(hetzner.outcome(reply)).as(action[0]).isEqualTo("success");
    }
    String ip = hetzner.get("/primary_ips").text("/primary_ips/0/id");
    assertThat(hetzner.get("/primary_ips/" + ip).status()).isEqualTo(200);
  }
}
