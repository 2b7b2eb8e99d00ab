package dev.clawstead.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.db.cell.Cell;
import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.Size;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private final MockWebServer agent = new MockWebServer();
  private final AtomicInteger beats = new AtomicInteger();

  @BeforeEach
  void start() throws IOException {
    agent.start();
  }

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void oneTurnIsAskedForWithTheCellsOwnCredentialAndNotStreamed() throws Exception {
    agent.enqueue(new MockResponse.Builder().code(200).body("{}").build());

    try (WarmUp warmUp = new WarmUp()) {
      warmUp.turn(cell(AgentImage.OPENCLAW, null), "csk_of-the-cell", beats::incrementAndGet);
    }

    RecordedRequest asked = agent.takeRequest();
    assertThat(asked.getRequestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    assertThat(asked.getHeaders().get("Authorization")).isEqualTo("Bearer csk_of-the-cell");
    assertThat(String.valueOf(asked.getBody())).contains("\"stream\":false");
    assertThat(agent.getRequestCount()).isEqualTo(1);
    assertThat(beats).hasPositiveValue();
  }

  @Test
  void anAgentThatCannotAnswerIsNotHealthy() {
    agent.enqueue(new MockResponse.Builder().code(500).build());

    assertNotHealthy(new WarmUp(), "with 500");
  }

  @Test
  void anAgentThatNeverEndsItsTurnIsNotWaitedForLong() {
    assertNotHealthy(new WarmUp(Duration.ofMillis(50)), "did not end");
  }

  @Test
  void anAgentThatIsNotThereIsNotHealthy() {
    Cell cell = cell(AgentImage.OPENCLAW, null);
    agent.close();

    try (WarmUp warmUp = new WarmUp()) {
      assertThatThrownBy(() -> warmUp.turn(cell, "csk_of-the-cell", beats::incrementAndGet))
          .isInstanceOf(ApplicationFailure.class)
          .hasMessageContaining("broke off");
    }
  }

  @Test
  void onlyCellsWithoutAnOwnerWhoseFirstTurnIsSlowAreWarmedUp() {
    assertThat(WarmUp.isFor(cell(AgentImage.OPENCLAW, null))).isTrue();
    assertThat(WarmUp.isFor(cell(AgentImage.AGENT_LITE, null))).isFalse();
    // A customer waits for this one: its start is not held up.
    assertThat(WarmUp.isFor(cell(AgentImage.OPENCLAW, UUID.randomUUID()))).isFalse();
  }

  private void assertNotHealthy(WarmUp warmUp, String why) {
    try (warmUp) {
      assertThatThrownBy(
              () ->
                  warmUp.turn(
                      cell(AgentImage.OPENCLAW, null), "csk_of-the-cell", beats::incrementAndGet))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              failure -> {
                assertThat(failure.getType()).isEqualTo(DockerActivities.NOT_HEALTHY);
                assertThat(failure.isNonRetryable()).isFalse();
              })
          .hasMessageContaining(why)
          .hasMessageNotContaining("csk_");
    }
  }

  private Cell cell(AgentImage image, @Nullable UUID instance) {
    return new Cell(
        UUID.randomUUID(),
        UUID.randomUUID(),
        NodeState.READY,
        "127.0.0.1",
        "slug",
        agent.getPort(),
        1,
        1,
        Size.SMALL,
        image,
        CellState.CREATING,
        instance);
  }
}
