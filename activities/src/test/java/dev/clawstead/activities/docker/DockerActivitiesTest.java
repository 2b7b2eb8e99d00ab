package dev.clawstead.activities.docker;

import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.EFFECTS;
import static dev.clawstead.db.generated.Tables.PERMITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.clawstead.activities.docker.DockerActivities.Seen;
import dev.clawstead.activities.docker.DockerSettings.ImageSource;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.cell.Cell;
import dev.clawstead.db.cell.Cells;
import dev.clawstead.db.life.Claims;
import dev.clawstead.db.pool.Pools;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.secrets.PlatformSecret;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells on a real engine: this machine's. */
@Tag("docker")
class DockerActivitiesTest {

  private static final String ONE_SET = "[container, network, volume]";

  private final String installation =
      "t" + UuidV7.next().toString().replace("-", "").substring(21, 32);
  private final PlatformSecret secret = PlatformSecret.of(new byte[32]);
  private final Database database = TestDatabase.create();
  private final TestRows rows = new TestRows(database.sql());
  private final Cells cells = new Cells(database.sql());
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private LocalEngine engine;
  private DockerActivities docker;
  private UUID node;

  @BeforeEach
  void open() throws Exception {
    String reference = LocalEngine.agentLite();
    engine = new LocalEngine();
    var settings =
        new DockerSettings(
            installation,
            "http://{slug}.agents.localhost:7401",
            "172.18.0.1:7408",
            Map.of("agent-lite", new ImageSource(reference, null)));
    temporal.registerActivitiesImplementations(
        new DockerActivitiesImpl(database.sql(), engine.engines, settings, secret));
    docker =
        temporal.newActivityStub(
            DockerActivities.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(2))
                .setHeartbeatTimeout(Duration.ofSeconds(30))
                .build());
    node = rows.node(20);
    new Pools(database.sql()).snapshot(pool(), "agent-lite", 20);
  }

  @AfterEach
  void close() throws Exception {
    temporal.close();
    if (engine != null) {
      engine.proxy.refuse(false);
      engine.sweep(installation);
      engine.close();
    }
    database.close();
  }

  @Test
  void aCellIsMadeStartedRestartedAndLeavesNothing() throws Exception {
    Cell cell = cell();

    docker.createCell(cell.id());
    docker.startCell(cell.id());
    assertThat(status(cell, secret.cellKey(cell.id(), 1))).isEqualTo(200);
    assertThat(status(cell, "wrong")).isEqualTo(401);

    docker.stopCell(cell.id());
    docker.stopCell(cell.id());
    docker.startCell(cell.id());
    docker.startCell(cell.id());
    assertThat(status(cell, secret.cellKey(cell.id(), 1))).isEqualTo(200);

    docker.destroyCell(cell.id());
    docker.destroyCell(cell.id());
    assertThat(engine.namesOfObjects(installation)).isEmpty();
    assertThat(database.sql().selectDistinct(EFFECTS.STATE).from(EFFECTS).fetch(EFFECTS.STATE))
        .containsExactly("absent");
  }

  @Test
  void theContainerIsAllowedAsLittleAsAnAgentNeeds() {
    Cell cell = cell();
    docker.createCell(cell.id());

    InspectContainerResponse made = inspect(cell);
    var host = made.getHostConfig();
    assertThat(host.getReadonlyRootfs()).isTrue();
    assertThat(host.getCapDrop()).extracting(Object::toString).containsExactly("ALL");
    assertThat(host.getSecurityOpts()).contains("no-new-privileges");
    assertThat(host.getPrivileged()).isFalse();
    assertThat(host.getPidsLimit()).isPositive();
    assertThat(host.getMemory()).isEqualTo(64L << 20);
    assertThat(host.getMemorySwap()).isEqualTo(64L << 20);
    assertThat(host.getNanoCPUs()).isEqualTo(500_000_000L);
    assertThat(host.getRestartPolicy()).isEqualTo(RestartPolicy.noRestart());
    assertThat(host.getTmpFs()).containsKey("/tmp");
    assertThat(made.getConfig().getUser()).isEqualTo("1000:1000");
    assertThat(made.getConfig().getHostName()).isEqualTo(cell.slug());
    assertThat(List.of(made.getConfig().getEnv())).noneMatch(e -> e.contains("csk_"));
    assertThat(made.getNetworkSettings().getNetworks()).hasSize(1);
  }

  @Test
  void theKeyFileIsTheAgentsAlone() throws Exception {
    Cell cell = cell();
    docker.createCell(cell.id());

    KeyFileSeen file = keyFile(cell);

    assertThat(file.mode() & 0777).isEqualTo(0600);
    assertThat(file.owner()).isEqualTo(1000);
    assertThat(file.text())
        .contains(
            "\"cellId\":\"" + cell.id() + "\"",
            "\"key\":\"" + secret.cellKey(cell.id(), 1) + "\"",
            "\"origin\":\"http://" + cell.slug() + ".agents.localhost:7401\"",
            "\"gatewayUrl\":\"http://172.18.0.1:7408\"",
            "\"modelKey\":\"" + secret.modelKey(cell.id(), 1) + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "/archive", "/start"})
  void aCellWhoseKeyWasReplacedStartsWithTheNewestAndKeepsItsFiles(String lost) throws Exception {
    Cell cell = cell();
    docker.createCell(cell.id());
    docker.startCell(cell.id());
    assertThat(put(cell, "/files/note.txt")).isBetween(200, 204);
    database.sql().update(CELLS).set(CELLS.MODEL_KEY_VERSION, 2).execute();

    docker.startCell(cell.id());
    assertThat(keyFile(cell).text()).contains(secret.modelKey(cell.id(), 1));
    docker.stopCell(cell.id());
    if (!lost.equals("nothing")) {
      engine.proxy.loseAnswerTo(lost);
      assertThatThrownBy(() -> docker.startCell(cell.id())).isInstanceOf(ActivityFailure.class);
    }
    docker.startCell(cell.id());

    assertThat(keyFile(cell).text())
        .contains(secret.modelKey(cell.id(), 2), secret.cellKey(cell.id(), 1))
        .doesNotContain(secret.modelKey(cell.id(), 1));
    assertThat(keyFile(cell).mode() & 0777).isEqualTo(0600);
    assertThat(status(cell, "/files/note.txt", secret.cellKey(cell.id(), 1))).isEqualTo(200);
    assertThat(engine.namesOfObjects(installation)).hasToString(ONE_SET);
  }

  @Test
  void makingACellTwiceMakesOneSet() {
    Cell cell = cell();

    docker.createCell(cell.id());
    docker.createCell(cell.id());

    assertThat(engine.namesOfObjects(installation)).hasToString(ONE_SET);
    assertThat(database.sql().fetchCount(EFFECTS)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"networks/create", "volumes/create", "containers/create", "/archive"})
  void aLostAnswerIsAdoptedAndNothingIsDoubled(String request) {
    Cell cell = cell();
    engine.proxy.loseAnswerTo(request);

    assertThatThrownBy(() -> docker.createCell(cell.id())).isInstanceOf(ActivityFailure.class);
    assertThat(engine.proxy.hasCut()).isTrue();
    docker.createCell(cell.id());

    assertThat(engine.namesOfObjects(installation)).hasToString(ONE_SET);
    docker.startCell(cell.id());
    docker.destroyCell(cell.id());
    assertThat(engine.namesOfObjects(installation)).isEmpty();
  }

  @Test
  void aLostAnswerToARemovalLeavesNothing() {
    Cell cell = cell();
    docker.createCell(cell.id());
    engine.proxy.loseAnswerTo("DELETE .*/containers/");

    // The transport asks again by itself: a removal may be repeated, and then finds nothing.
    docker.destroyCell(cell.id());

    assertThat(engine.proxy.hasCut()).isTrue();
    assertThat(engine.namesOfObjects(installation)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume", "network"})
  void aStrangersObjectOfThatNameIsNeverTaken(String kind) {
    Cell cell = cell();
    String name = "cell-" + cell.slug();
    Map<String, String> theirs = Map.of(CellLabels.INSTALLATION, installation);
    if (kind.equals("volume")) {
      engine.docker().createVolumeCmd().withName(name).withLabels(theirs).exec();
    } else {
      engine.docker().createNetworkCmd().withName(name).withLabels(theirs).exec();
    }

    assertThatThrownBy(() -> docker.createCell(cell.id()))
        .satisfies(e -> assertThat(type(e)).isEqualTo(DockerActivities.NAME_TAKEN));
  }

  @Test
  void whatSomebodyRemovedIsMadeAgainUnderANewRow() {
    Cell cell = cell();
    docker.createCell(cell.id());
    engine.docker().removeContainerCmd("cell-" + cell.slug()).exec();

    docker.createCell(cell.id());
    docker.startCell(cell.id());

    assertThat(engine.namesOfObjects(installation)).hasToString(ONE_SET);
    assertThat(database.sql().fetchCount(EFFECTS, EFFECTS.KIND.eq("container"))).isEqualTo(2);
  }

  @Test
  void destroyingWhatWasNeverMadeSucceeds() {
    docker.destroyCell(cell().id());

    assertThat(database.sql().fetchCount(EFFECTS)).isZero();
  }

  @Test
  void aHeldCellDoesNotStart() {
    Cell cell = cell();
    docker.createCell(cell.id());
    docker.startCell(cell.id());
    docker.stopCell(cell.id());
    cells.warm(cell.id());
    new Claims(database.sql(), Clock.systemUTC()).claim(rows.order());
    database.sql().update(PERMITS).set(PERMITS.HOLDS, new String[] {"unpaid"}).execute();

    assertThatThrownBy(() -> docker.startCell(cell.id()))
        .satisfies(e -> assertThat(type(e)).isEqualTo(DockerActivities.HELD));
    assertThat(inspect(cell).getState().getRunning()).isFalse();
  }

  @Test
  void theWatchSeesACellThatDies() throws Exception {
    Cell cell = cell();
    Cell other = cell();
    for (Cell each : List.of(cell, other)) {
      docker.createCell(each.id());
      docker.startCell(each.id());
      cells.warm(each.id());
    }
    var watch = CompletableFuture.supplyAsync(() -> docker.watchNode(node));

    engine.docker().killContainerCmd("cell-" + cell.slug()).exec();

    // Sooner than the next list would tell it.
    Seen seen = watch.get(15, TimeUnit.SECONDS);
    assertThat(seen.stopped()).hasSize(1);
    assertThat(seen.stopped().getFirst().cell()).isEqualTo(cell.id());
    assertThat(seen.stopped().getFirst().exitCode()).isEqualTo(137);
  }

  @Test
  void theWatchReportsACellWhoseContainerIsNotThere() {
    Cell cell = cell();
    cells.warm(cell.id());

    Seen seen = docker.watchNode(node);

    assertThat(seen.stopped()).hasSize(1);
    assertThat(seen.stopped().getFirst().exitCode()).isNull();
  }

  @Test
  void aNodeThatCannotBeReachedHasSaidNothingAboutItsCells() {
    Cell cell = cell();
    cells.warm(cell.id());
    engine.proxy.refuse(true);

    assertThatThrownBy(() -> docker.watchNode(node))
        .satisfies(e -> assertThat(type(e)).isEqualTo(DockerActivities.NODE_UNREACHABLE));
    assertThatThrownBy(() -> docker.contactNode(node))
        .satisfies(e -> assertThat(type(e)).isEqualTo(DockerActivities.NODE_UNREACHABLE));
    assertThat(database.sql().fetchSingle(CELLS, CELLS.ID.eq(cell.id())).getState())
        .isEqualTo("warm");
  }

  @Test
  void anImageThatIsThereIsNotBroughtAgain() {
    docker.contactNode(node);
    docker.ensureImage(node);
  }

  private Cell cell() {
    UUID id = new Pools(database.sql()).plan(pool(), "agent-lite", 1).getFirst();
    return cells.find(id).orElseThrow();
  }

  private static Pools.Key pool() {
    return new Pools.Key(TestRows.REGION, "small");
  }

  private InspectContainerResponse inspect(Cell cell) {
    return engine.docker().inspectContainerCmd("cell-" + cell.slug()).exec();
  }

  private KeyFileSeen keyFile(Cell cell) throws Exception {
    try (var tar =
        new TarArchiveInputStream(
            engine
                .docker()
                .copyArchiveFromContainerCmd("cell-" + cell.slug(), "/data/.clawstead/cell.json")
                .exec())) {
      TarArchiveEntry file = tar.getNextEntry();
      return new KeyFileSeen(
          file.getMode(),
          file.getLongUserId(),
          new String(tar.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private record KeyFileSeen(int mode, long owner, String text) {}

  private static int status(Cell cell, String key) throws Exception {
    return status(cell, "/", key);
  }

  private static int status(Cell cell, String path, String key) throws Exception {
    return send(request(cell, path, key).build());
  }

  private int put(Cell cell, String path) throws Exception {
    return send(
        request(cell, path, secret.cellKey(cell.id(), 1))
            .PUT(BodyPublishers.ofString("remember me"))
            .build());
  }

  private static HttpRequest.Builder request(Cell cell, String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cell.port() + path))
        .header("Authorization", "Bearer " + key);
  }

  private static int send(HttpRequest request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static String type(Throwable e) {
    return e.getCause() instanceof ApplicationFailure failure ? failure.getType() : e.toString();
  }
}
