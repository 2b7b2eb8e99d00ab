package dev.clawstead.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeRoomTest {

  private static final long MEGABYTE = 1024 * 1024;
  private static final long GIGABYTE = 1024 * MEGABYTE;

  @Test
  void nineTenthsOfTheMemoryAreForCells() {
    var empty = new NodeRoom(1000 * MEGABYTE, 0, 0);

    assertThat(empty.cellsThatFit(AgentImage.AGENT_LITE, Size.SMALL)).isEqualTo(900 / 32);
  }

  @Test
  void anEightGigabyteNodeHoldsEightToTenAgentsOfTheRealKind() {
    var empty = new NodeRoom(8 * GIGABYTE, 0, 0);

    assertThat(empty.cellsThatFit(AgentImage.OPENCLAW, Size.SMALL)).isBetween(8, 10);
    assertThat(empty.cellsThatFit(AgentImage.OPENCLAW, Size.LARGE)).isEqualTo(4);
  }

  @Test
  void theImagesCountHoldsWhateverTheMemorySays() {
    var huge = new NodeRoom(1000 * GIGABYTE, 0, 49);

    assertThat(huge.cellsThatFit(AgentImage.OPENCLAW, Size.SMALL)).isEqualTo(1);
    assertThat(new NodeRoom(1000 * GIGABYTE, 0, 60).cellsThatFit(AgentImage.OPENCLAW, Size.SMALL))
        .isZero();
  }

  @Test
  void anOvercommittedNodeHasNoRoom() {
    var full = new NodeRoom(GIGABYTE, 2 * GIGABYTE, 3);

    assertThat(full.cellsThatFit(AgentImage.AGENT_LITE, Size.SMALL)).isZero();
    assertThat(full.freeBytes()).isZero();
  }
}
