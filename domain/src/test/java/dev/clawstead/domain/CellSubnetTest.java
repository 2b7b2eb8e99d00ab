package dev.clawstead.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CellSubnetTest {

  @Test
  void theFirstPortHasTheFirstFourAddressesAndTheLastPortTheLast() {
    assertThat(new CellSubnet(20_000).cidr()).isEqualTo("10.201.0.0/30");
    assertThat(new CellSubnet(20_000).cellAddress()).isEqualTo("10.201.0.2");
    assertThat(new CellSubnet(36_383).cidr()).isEqualTo("10.201.255.252/30");
    assertThat(new CellSubnet(36_383).cellAddress()).isEqualTo("10.201.255.254");
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
    assertThatThrownBy(() -> new CellSubnet(19_999)).hasMessageContaining("19999");
    assertThatThrownBy(() -> new CellSubnet(36_384)).hasMessageContaining("36384");
  }
}
