package dev.clawstead.simulators.hetzner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.simulators.http.Wire.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {

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
  void failsBeforeTheWork() throws IOException {
    order("'effect': 'status', 'status': 503");

    Reply refused = hetzner.post("/servers", Hetzner.SERVER);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("/error/code")).isEqualTo("unavailable");
    assertThat(servers()).isZero();
    assertThat(hetzner.post("/servers", Hetzner.SERVER).status()).isEqualTo(201);
  }

  @Test
  void failsAfterTheWork() throws IOException {
    order("'effect': 'status', 'status': 504, 'after': true, 'code': 'mine'");

    assertThat(hetzner.post("/servers", Hetzner.SERVER).text("/error/code")).isEqualTo("mine");
    assertThat(servers()).isOne();
  }

  @Test
  void losesTheAnswer() throws IOException {
    order("'effect': 'lostAnswer', 'after': true, 'times': 1");

    assertThatThrownBy(() -> hetzner.post("/servers", Hetzner.SERVER))
        .isInstanceOf(IOException.class);
    assertThat(servers()).isOne();
  }

  @Test
  void cutsTheAnswer() throws IOException {
    order("'effect': 'cut', 'after': true");

    assertThatThrownBy(() -> hetzner.post("/servers", Hetzner.SERVER))
        .isInstanceOf(IOException.class);
    assertThat(servers()).isOne();
  }

  @Test
  void answersWithWhatIsNoJson() throws IOException {
    order("'effect': 'garbage'");

    assertThat(hetzner.wire().post("/v1/servers", Hetzner.SERVER).raw().body()).contains("<html>");
    assertThat(servers()).isZero();
  }

  @Test
  void runsOutOfCapacityAsOftenAsOrdered() throws IOException {
    order("'effect': 'outOfCapacity', 'times': 2");

    for (int i = 0; i < 2; i++) {
      Reply refused = hetzner.post("/servers", Hetzner.SERVER);
      assertThat(refused.status()).isEqualTo(412);
      assertThat(refused.text("/error/code")).isEqualTo("resource_unavailable");
    }
    assertThat(hetzner.post("/servers", Hetzner.SERVER).status()).isEqualTo(201);
  }

  @Test
  void keepsAnActionRunningUntilTheFaultsAreCleared() throws IOException {
    order("'effect': 'stuckAction'");
    Reply created = hetzner.post("/servers", Hetzner.SERVER);
    String action = "/actions/" + created.text("/action/id");
    assertThat(hetzner.get(action).text("/action/status")).isEqualTo("running");
    assertThat(hetzner.machines.power()).isEmpty();

    assertThat(hetzner.wire().send("DELETE", "/faults", "").status()).isEqualTo(204);
    assertThat(hetzner.outcome(created)).isEqualTo("success");
  }

  @Test
  void letsAServerWithAStuckActionBeDeleted() throws IOException {
    order("'effect': 'stuckAction'");
    Reply created = hetzner.post("/servers", Hetzner.SERVER);

    Reply deleted = hetzner.delete("/servers/" + created.text("/server/id"));

    assertThat(hetzner.outcome(deleted)).isEqualTo("success");
    assertThat(hetzner.get("/actions/" + created.text("/action/id")).text("/action/status"))
        .isEqualTo("error");
  }

  @Test
  void failsTheAction() throws IOException {
    order("'effect': 'failAction'");

    Reply created = hetzner.post("/servers", Hetzner.SERVER);

    assertThat(hetzner.outcome(created)).isEqualTo("error");
    assertThat(hetzner.machines.power()).isEmpty();
    Reply server = hetzner.get("/servers/" + created.text("/server/id"));
    assertThat(server.text("/server/status")).isEqualTo("unknown");
  }

  @Test
  void listsRulesWithTheirHits() throws IOException {
    order("'effect': 'slow', 'delayMs': 1");
    hetzner.post("/servers", Hetzner.SERVER);

    Reply list = hetzner.wire().get("/faults");

    assertThat(list.text("/faults/0/hits")).isEqualTo("1");
    assertThat(list.text("/faults/0/effect")).isEqualTo("slow");
    assertThat(hetzner.wire().post("/faults", "{'effect': 'none'}").status()).isEqualTo(422);
  }

  @Test
  void tellsTheTruthWhateverTheApiSays() throws IOException {
    hetzner.server("one");
    order("'effect': 'status'");

    Reply truth = hetzner.wire().sendAs("", "GET", "/truth", "");

    assertThat(truth.text("/servers/0/name")).isEqualTo("one");
    assertThat(truth.text("/servers/0/status")).isEqualTo("running");
    assertThat(truth.text("/network/gateway")).isEqualTo("172.30.0.1");
  }

  private void order(String rest) throws IOException {
    String rule = "{'match': {'method': 'POST', 'path': '^/v1/servers$'}, " + rest + "}";
    assertThat(hetzner.wire().post("/faults", rule).status()).isEqualTo(201);
  }

  private int servers() throws IOException {
    return hetzner.get("/servers").body().at("/servers").size();
  }
}
