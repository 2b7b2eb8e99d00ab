package dev.clawstead.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellSubnetTest {

  @Test
  void theFirstPortHasTheFirstFourAddressesAndTheLastPortTheLast() {
    assertThat(new CellSubnet(16_000).cidr()).isEqualTo("10.201.0.0/30");
    assertThat(new CellSubnet(16_000).cellAddress()).isEqualTo("10.201.0.2");
    assertThat(new CellSubnet(32_383).cidr()).isEqualTo("10.201.255.252/30");
    assertThat(new CellSubnet(32_383).cellAddress()).isEqualTo("10.201.255.254");
  }

  /** Linux gives outgoing connections the ports from 32,768 on. */
  @Test
  void noOutgoingConnectionIsGivenACellsPort() {
    assertThat(NodeRoom.PORT_LAST).isLessThan(32_768);
  }

  @Test
  void noTwoPortsShareANetwork() {
    assertThat(
            IntStream.rangeClosed(NodeRoom.PORT_FIRST, NodeRoom.PORT_LAST)
                .mapToObj(port -> new CellSubnet(port).cidr()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aPortThatNoCellMayHaveHasNone() {
    assertThatThrownBy(() -> new CellSubnet(15_999)).hasMessageContaining("15999");
    assertThatThrownBy(() -> new CellSubnet(32_384)).hasMessageContaining("32384");
  }
}
