package dev.clawstead.activities.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.HostConfig;
import dev.clawstead.db.cell.Cell;
import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.Size;
import dev.clawstead.domain.UuidV7;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Containers on a real engine: this machine's. */
@Tag("docker")
class StartBoostTest {

  private static final long OF_A_SMALL_CELL = 500_000_000;

  private LocalEngine engine;
  private String container;

  @BeforeEach
  void open() throws Exception {
    String image = LocalEngine.agentLite();
    engine = new LocalEngine();
    container =
        engine
            .docker()
            .createContainerCmd(image)
            .withEntrypoint("sleep", "600")
            .withHostConfig(HostConfig.newHostConfig().withNanoCPUs(OF_A_SMALL_CELL))
            .exec()
            .getId();
  }

  @AfterEach
  void close() throws Exception {
    if (engine != null) {
      engine.docker().removeContainerCmd(container).withForce(true).exec();
      engine.close();
    }
  }

  @Test
  void aCellThatStartsSlowlyHasMoreProcessorUntilItHasStarted() throws Exception {
    try (var _ = StartBoost.begin(engine.docker(), container, cell(AgentImage.OPENCLAW))) {
      engine.docker().startContainerCmd(container).exec();
      assertThat(nanoCpus()).isGreaterThanOrEqualTo(2 * OF_A_SMALL_CELL);
    }

    assertThat(nanoCpus()).isEqualTo(OF_A_SMALL_CELL);
  }

  @Test
  void whatDoesNotStartKeepsNoneOfIt() {
    assertThatThrownBy(
            () -> {
              try (var _ =
                  StartBoost.begin(engine.docker(), container, cell(AgentImage.OPENCLAW))) {
                throw new IllegalStateException("did not answer");
              }
            })
        .hasMessage("did not answer");

    assertThat(nanoCpus()).isEqualTo(OF_A_SMALL_CELL);
  }

  @Test
  void aCellThatStartsFastHasWhatItsSizeGives() throws Exception {
    try (var _ = StartBoost.begin(engine.docker(), container, cell(AgentImage.AGENT_LITE))) {
      assertThat(nanoCpus()).isEqualTo(OF_A_SMALL_CELL);
    }
  }

  private long nanoCpus() {
    HostConfig limits = engine.docker().inspectContainerCmd(container).exec().getHostConfig();
    return Objects.requireNonNull(limits.getNanoCPUs());
  }

  private static Cell cell(AgentImage image) {
    UUID id = UuidV7.next();
    return new Cell(
        id,
        id,
        NodeState.READY,
        "127.0.0.1",
        "slug",
        16_000,
        1,
        1,
        Size.SMALL,
        image,
        CellState.CREATING,
        null);
  }
}
