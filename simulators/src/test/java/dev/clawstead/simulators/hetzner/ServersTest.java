package dev.clawstead.simulators.hetzner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.simulators.http.Wire.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersTest {

  @TempDir private Path directory;
  private Hetzner hetzner;

  @BeforeEach
  void open() {
    hetzner = new Hetzner(directory);
  }

  @AfterEach
  void close() {
    hetzner.close();
  }

  @Test
  void isInitializingUntilItsActionsHaveEnded() throws IOException {
    CountDownLatch gate = hetzner.machines.holdUp();
    Reply created = hetzner.post("/servers", Hetzner.SERVER);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("/server/status")).isEqualTo("initializing");
    assertThat(created.text("/action/command")).isEqualTo("create_server");
    assertThat(created.text("/action/status")).isEqualTo("running");
    assertThat(created.text("/next_actions/0/command")).isEqualTo("start_server");

    gate.countDown();
    assertThat(hetzner.outcome(created)).isEqualTo("success");
    Reply running = hetzner.get("/servers/" + created.text("/server/id"));
    assertThat(running.text("/server/status")).isEqualTo("running");
    assertThat(running.text("/server/public_net/ipv4/ip")).startsWith("172.30.0.");
  }

  @Test
  void leavesNothingWhenDeleted() throws IOException {
    String id = hetzner.server("one");

    assertThat(hetzner.outcome(hetzner.delete("/servers/" + id))).isIn("success");
    assertThat(hetzner.get("/servers/" + id).text("/error/code")).isEqualTo("not_found");
    assertThat(hetzner.machines.power()).isEmpty();
    assertThat(hetzner.get("/primary_ips").body().at("/primary_ips")).isEmpty();
    assertThat(hetzner.delete("/servers/" + id).status()).isEqualTo(404);
  }

  @Test
  void refusesASecondServerOfTheSameName() throws IOException {
    hetzner.server("one");

    Reply second = hetzner.post("/servers", Hetzner.SERVER);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text("/error/code")).isEqualTo("uniqueness_error");
    assertThat(second.text("/error/message")).isEqualTo("server name is already used");
    assertThat(hetzner.get("/servers").body().at("/servers")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                                   | name",
        "{'name': 'a_b', 'server_type': 'cx23', 'image': 'debian-12'}           | name",
        "{'name': 7, 'server_type': 'cx23', 'image': 'debian-12'}               | name",
        "{'name': 'a', 'image': 'debian-12'}                                    | server_type",
        "{'name': 'a', 'server_type': 'none', 'image': 'debian-12'}             | server_type",
        "{'name': 'a', 'server_type': 'cx23', 'image': 'none'}                  | image",
        "{'name': 'a', 'server_type': 'cx23', 'image': 'debian-12', 'location': 'x'}      | location",
        "{'name': 'a', 'server_type': 'cx23', 'image': 'debian-12', 'labels': {'-': ''}}  | labels",
        "{'name': 'a', 'server_type': 'cx23', 'image': 'debian-12', 'labels': {'a': '-'}} | labels",
        "{'name': 'a', 'server_type': 'cx23', 'image': 'debian-12', 'ssh_keys': ['x']}    | ssh_keys",
        "{'name': 'a', 'server_type': 'cx23', 'image': 'debian-12', 'datacenter': 'x'}    | datacenter",
      })
  void namesTheFieldThatIsWrong(String body, String field) throws IOException {
    Reply refused = hetzner.post("/servers", body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/error/code")).isEqualTo("invalid_input");
    assertThat(refused.text("/error/details/fields/0/name")).isEqualTo(field);
    assertThat(hetzner.machines.power()).isEmpty();
  }

  @Test
  void takesUserDataOf32KibibytesAndNoMore() throws IOException {
    String largest = Hetzner.SERVER.replace("}", ", 'user_data': '" + "x".repeat(32768) + "'}");

    assertThat(hetzner.post("/servers", largest.replace("'x", "'xx")).text("/error/code"))
        .isEqualTo("invalid_input");
    Reply created = hetzner.post("/servers", largest);
    assertThat(hetzner.outcome(created)).isEqualTo("success");
    assertThat(hetzner.machines.orders().values())
        .allSatisfy(order -> assertThat(order.userData()).hasSize(32768));
  }

  @Test
  void refusesATypeThatIsSoldOutInTheLocation() throws IOException {
    Reply refused = hetzner.post("/servers", Hetzner.SERVER.replace("cx23", "cpx11"));

    assertThat(refused.status()).isEqualTo(412);
    assertThat(refused.text("/error/code")).isEqualTo("resource_unavailable");
  }

  @Test
  void saysThatTheBodyIsNoJson() throws IOException {
    Reply refused = hetzner.post("/servers", "{");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/error/code")).isEqualTo("json_error");
  }

  @Test
  void givesAPasswordOnlyWhereThereIsNoKey() throws IOException {
    hetzner.post("/ssh_keys", "{'name': 'key', 'public_key': 'ssh-ed25519 AAAA me'}");

    Reply without = hetzner.post("/servers", Hetzner.SERVER);
    Reply with =
        hetzner.post(
            "/servers",
            Hetzner.SERVER.replace("one", "two").replace("}", ", 'ssh_keys': ['key']}"));

    assertThat(without.text("/root_password")).hasSizeGreaterThan(10);
    assertThat(with.body().path("root_password").isNull()).isTrue();
  }

  @Test
  void tellsWhatTheMachineDoesNotWhatWasAsked() throws IOException {
    String id = hetzner.server("one");

    hetzner.machines.powerOff(Long.parseLong(id));
    assertThat(hetzner.get("/servers/" + id).text("/server/status")).isEqualTo("off");
    hetzner.machines.delete(Long.parseLong(id));
    assertThat(hetzner.get("/servers/" + id).text("/server/status")).isEqualTo("unknown");
  }

  @Test
  void isLockedWhileAnActionRuns() throws IOException {
    CountDownLatch gate = hetzner.machines.holdUp();
    Reply created = hetzner.post("/servers", Hetzner.SERVER);
    String id = created.text("/server/id");

    assertThat(hetzner.delete("/servers/" + id).text("/error/code")).isEqualTo("locked");
    assertThat(hetzner.post("/servers/" + id + "/actions/poweroff", "").status()).isEqualTo(423);
    gate.countDown();
    assertThat(hetzner.outcome(created)).isEqualTo("success");
  }

  @Test
  void doesNotDeleteWhatIsProtected() throws IOException {
    String id = hetzner.server("one");
    String protect = "/servers/" + id + "/actions/change_protection";
    hetzner.outcome(hetzner.post(protect, "{'delete': true, 'rebuild': true}"));

    Reply refused = hetzner.delete("/servers/" + id);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/error/code")).isEqualTo("protected");
  }

  @Test
  void showsAPrivateAddressOnceItIsAttached() throws IOException {
    String network =
        hetzner
            .post(
                "/networks",
                """
                {'name': 'net', 'ip_range': '10.7.0.0/16', 'subnets':
                  [{'type': 'cloud', 'network_zone': 'eu-central', 'ip_range': '10.7.0.0/24'}]}""")
            .text("/network/id");
    String body = Hetzner.SERVER.replace("}", ", 'networks': [" + network + "]}");
    Reply created = hetzner.post("/servers", body);
    assertThat(created.body().at("/server/private_net")).isEmpty();

    assertThat(hetzner.outcome(created)).isEqualTo("success");
    Reply attached = hetzner.get("/servers/" + created.text("/server/id"));
    // The first address of the range is the gateway's.
    assertThat(attached.text("/server/private_net/0/ip")).isEqualTo("10.7.0.2");
    assertThat(hetzner.get("/networks/" + network).body().at("/network/servers")).hasSize(1);
  }

  @Test
  void saysThatANetworkCollidesWithOneOfTheEngine() throws IOException {
    String network =
        hetzner
            .post("/networks", "{'name': 'net', 'ip_range': '10.99.0.0/24'}")
            .text("/network/id");

    Reply refused =
        hetzner.post("/servers", Hetzner.SERVER.replace("}", ", 'networks': [" + network + "]}"));

    assertThat(refused.text("/error/code")).isEqualTo("invalid_input");
    assertThat(refused.text("/error/message")).contains("10.99.0.0/24 overlaps with other");
    assertThat(hetzner.get("/servers").body().at("/servers")).isEmpty();
  }

  @Test
  void putsAtMostTenServersIntoAPlacementGroup() throws IOException {
    String group =
        hetzner
            .post("/placement_groups", "{'name': 'group', 'type': 'spread'}")
            .text("/placement_group/id");
    String body = Hetzner.SERVER.replace("}", ", 'placement_group': " + group + "}");
    for (int i = 0; i < 10; i++) {
      assertThat(hetzner.post("/servers", body.replace("one", "s" + i)).status()).isEqualTo(201);
    }

    assertThat(hetzner.post("/servers", body).text("/error/code")).isEqualTo("placement_error");
  }

  @Test
  void stopsAtTheProjectsLimit() throws IOException {
    for (int i = 0; i < 20; i++) {
      hetzner.post("/servers", Hetzner.SERVER.replace("one", "s" + i));
    }

    Reply refused = hetzner.post("/servers", Hetzner.SERVER);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/error/code")).isEqualTo("resource_limit_exceeded");
  }
}
