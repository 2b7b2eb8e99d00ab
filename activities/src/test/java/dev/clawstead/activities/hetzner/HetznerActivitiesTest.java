package dev.clawstead.activities.hetzner;

import static dev.clawstead.db.generated.Tables.EFFECTS;
import static dev.clawstead.db.generated.Tables.NODES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.activities.hetzner.HetznerActivities.OrderServer;
import dev.clawstead.activities.hetzner.HetznerSettings.NodeAccess;
import dev.clawstead.activities.records.FleetSettings;
import dev.clawstead.activities.records.FleetSettings.RegionSettings;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.effect.Effects;
import dev.clawstead.db.effect.Intent;
import dev.clawstead.db.node.Nodes;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mockwebserver3.MockWebServer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HetznerActivitiesTest {

  static final NodeAccess ACCESS =
      new NodeAccess(
          "http://172.18.0.1:7407",
          "172.18.0.1:7408",
          List.of("172.18.0.1/32", "10.9.0.0/24"),
          List.of("172.18.0.1/32"));
  private static final PlatformSecret SECRET = PlatformSecret.of(new byte[32]);

  private final Database database = TestDatabase.create();
  private final MockWebServer server = new MockWebServer();
  private final FakeHetzner fake = new FakeHetzner();
  private UUID node;

  @BeforeEach
  void start() throws Exception {
    server.setDispatcher(fake);
    server.start();
    node = new Nodes(database.sql()).plan("fsn1", "agent-lite", 1).getFirst();
  }

  @AfterEach
  void close() {
    server.close();
    database.close();
  }

  @Test
  void ordersUnderTheLedgersNameAndLabels() {
    hetzner(99L).orderServer(order());

    var row = database.sql().fetchSingle(EFFECTS);
    var sent = fake.orders.getFirst();
    assertThat(sent.get("name").asText())
        .isEqualTo("cs-test-n-" + row.getId().toString().replace("-", "").substring(20))
        .hasSize(22);
    assertThat(sent.get("labels").get("effect").asText()).isEqualTo(row.getId().toString());
    assertThat(sent.get("labels").get("installation").asText()).isEqualTo("test");
    assertThat(sent.get("labels").get("node").asText()).isEqualTo(node.toString());
    assertThat(sent.get("image").asText()).isEqualTo("debian-13");
    assertThat(sent.get("networks").get(0).asLong()).isEqualTo(99);
    assertThat(row.getState()).isEqualTo("present");
    assertThat(database.sql().fetchSingle(NODES).getEnrolTokenHash())
        .isEqualTo(Tokens.hash(SECRET.enrolToken(node)));
  }

  @Test
  void aLostAnswerIsAdoptedAndNothingIsDoubled() {
    fake.loseNextAnswer();
    HetznerActivities hetzner = hetzner(null);
    assertThatThrownBy(() -> hetzner.orderServer(order())).isInstanceOf(ApplicationFailure.class);
    assertThat(database.sql().fetchSingle(EFFECTS).getState()).isEqualTo("unresolved");

    hetzner.orderServer(order());

    assertThat(fake.servers).hasSize(1);
    assertThat(fake.orders).hasSize(1);
    assertThat(database.sql().fetchSingle(EFFECTS).getState()).isEqualTo("present");
  }

  @Test
  void aServerWhoseLabelsAreNotOursIsNeverAdopted() {
    var effects = new Effects(database.sql());
    var row =
        effects.intend(
            new Intent(
                "hetzner",
                "server",
                "node",
                node.toString(),
                "",
                id -> NodeServer.nameOf("test", id)));
    fake.stranger(row.name());

    assertThatThrownBy(() -> hetzner(null).orderServer(order()))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(e -> assertThat(e.getType()).isEqualTo("HetznerNameTakenByOthers"))
        .satisfies(e -> assertThat(e.isNonRetryable()).isTrue());
    assertThat(fake.servers).hasSize(1);
  }

  @Test
  void isAwaitedUntilItRunsAndGivesItsAddress() {
    HetznerActivities hetzner = hetzner(99L);
    hetzner.orderServer(order());
    assertThatThrownBy(() -> hetzner.awaitServer(node))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(e -> assertThat(e.getType()).isEqualTo(HetznerActivities.STILL_RUNNING))
        .satisfies(e -> assertThat(e.getNextRetryDelay()).isEqualTo(Duration.ofSeconds(1)));

    fake.servers.values().forEach(s -> s.put("status", "running"));

    assertThat(hetzner.awaitServer(node).address()).isEqualTo("10.0.0.7");
    assertThat(hetzner.awaitServer(node).memoryBytes()).isEqualTo(4L << 30);
    assertThat(hetzner(null).awaitServer(node).address()).isEqualTo("203.0.113.7");
  }

  @Test
  void aDeletedServerIsGoneAndDeletingItAgainSucceeds() {
    HetznerActivities hetzner = hetzner(null);
    hetzner.deleteServer(node);
    hetzner.orderServer(order());
    fake.loseNextAnswer();
    assertThatThrownBy(() -> hetzner.deleteServer(node)).isInstanceOf(ApplicationFailure.class);

    hetzner.deleteServer(node);
    hetzner.deleteServer(node);

    assertThat(fake.servers).isEmpty();
    assertThat(database.sql().fetchSingle(EFFECTS).getState()).isEqualTo("absent");
  }

  @ParameterizedTest
  @CsvSource({
    "412, resource_unavailable,     HetznerOutOfCapacity, true,  failed",
    "412, placement_error,          HetznerOutOfCapacity, true,  failed",
    "422, no_space_left_in_location, HetznerOutOfCapacity, true, failed",
    "422, invalid_input,            HetznerRejected,      true,  failed",
    "401, unauthorized,             HetznerRejected,      true,  failed",
    "403, forbidden,                HetznerRejected,      true,  failed",
    "403, resource_limit_exceeded,  HetznerRejected,      true,  failed",
    "403, resource_locked,          HetznerRejected,      true,  failed",
    "410, deprecated_api_endpoint,  HetznerRejected,      true,  failed",
    "429, rate_limit_exceeded,      HetznerUnavailable,   false, intended",
    "409, conflict,                 HetznerUnavailable,   false, intended",
    "423, locked,                   HetznerUnavailable,   false, intended",
    "503, maintenance,              HetznerUnavailable,   false, unresolved",
    "500, server_error,             HetznerUnavailable,   false, unresolved",
    "504, timeout,                  HetznerUnavailable,   false, unresolved",
    "502, whatever,                 HetznerUnavailable,   false, unresolved",
  })
  void saysWhatEachRefusalMeans(
      int status, String code, String type, boolean isFinal, String state) {
    fake.refuseOrders(status, code);

    assertThatThrownBy(() -> hetzner(null).orderServer(order()))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(
            e -> {
              assertThat(e.getType()).isEqualTo(type);
              assertThat(e.isNonRetryable()).isEqualTo(isFinal);
              assertThat(e.getOriginalMessage()).contains(code).doesNotContain("secret-token");
            });
    assertThat(database.sql().fetchSingle(EFFECTS).getState()).isEqualTo(state);
  }

  @Test
  void aProviderThatIsNotThereMadeNothing() {
    server.close();

    assertThatThrownBy(() -> hetzner(null).orderServer(order()))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(e -> assertThat(e.isNonRetryable()).isFalse());
    assertThat(database.sql().fetchSingle(EFFECTS).getState()).isEqualTo("intended");
  }

  private OrderServer order() {
    return new OrderServer(node, "cx23", "fsn1");
  }

  private HetznerActivities hetzner(@Nullable Long network) {
    var settings =
        new HetznerSettings(
            "test",
            "http://127.0.0.1:" + server.getPort(),
            "secret-token",
            network,
            Duration.ofMinutes(10),
            ACCESS);
    var fleet =
        new FleetSettings(
            "agent-lite",
            Map.of(
                "fsn1",
                new RegionSettings("fsn1", List.of("cx23"), "debian-13", 1, Map.of("small", 5))));
    return new HetznerActivitiesImpl(database.sql(), settings, fleet, SECRET);
  }
}
