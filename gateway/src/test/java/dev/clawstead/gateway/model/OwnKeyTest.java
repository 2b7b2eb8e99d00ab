package dev.clawstead.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cell's own key is replaced while a gateway serves; here no whole comparison helps it. */
@Timeout(60)
class OwnKeyTest {

  private final ModelStand stand;

  OwnKeyTest() throws IOException {
    stand = ModelStand.comparing(Duration.ofHours(1));
  }

  @AfterEach
  void close() throws Exception {
    stand.close();
  }

  @Test
  void bothKeysCallModelsAndTheOldOneIsVoidAlthoughTheNoticesWereLost() throws Exception {
    for (int calls = 0; calls < 3; calls++) {
      stand.provider.answers(200, ModelStand.ANSWER);
    }
    assertThat(isKnown(2)).isFalse();

    newKey("now() + interval '1 day'");
    Wait.until(() -> isKnown(2));
    assertThat(call(1)).isEqualTo(200);
    assertThat(call(2)).isEqualTo(200);

    newKey("now()");
    Wait.until(() -> !isKnown(1));
    assertThat(call(1)).isEqualTo(401);
    assertThat(call(2)).isEqualTo(200);
    assertThat(stand.recorded(3))
        .hasSize(3)
        .allSatisfy(
            attempt -> assertThat(attempt.getInstanceId()).isEqualTo(stand.agent.instance()));
  }

  /** As its transaction does it, but for the notice. */
  private void newKey(String beforeEnds) {
    stand.stage.rows.change(
        stand.agent,
        "model_key_version = 2, updated_at = now(), model_key_before_ends = " + beforeEnds);
  }

  private boolean isKnown(int version) throws IOException {
    try (Client client = stand.client()) {
      return client.get("models", "/v1/models", bearer(version)).status() == 200;
    }
  }

  private int call(int version) throws IOException {
    String length = "Content-Length: " + ModelStand.HELLO.length();
    String head = Client.request("POST", "models", ModelStand.CHAT, bearer(version), length);
    try (Client client = stand.client()) {
      return client.send(head + ModelStand.HELLO).answer().status();
    }
  }

  private String bearer(int version) {
    return "Authorization: Bearer " + Stage.SECRET.modelKey(stand.agent.cell(), version);
  }
}
