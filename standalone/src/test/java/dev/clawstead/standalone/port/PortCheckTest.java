package dev.clawstead.standalone.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortCheckTest {

  @Test
  void aTakenPortIsNamedWithItsUseAndWhoHasIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ports ports = new Ports(taken.getLocalPort() - 3);

      assertThat(PortCheck.taken(ports))
          .anyMatch(
              line ->
                  line.startsWith(
                      "port "
                          + taken.getLocalPort()
                          + " (Temporal's UI) is in use by process "
                          + ProcessHandle.current().pid()
                          + " ("));
    }
  }

  @Test
  void aBaseThatLeavesNoRoomIsRefused() {
    assertThatThrownBy(() -> new Ports(65_530)).hasMessageContaining("--port-base");
    assertThatThrownBy(() -> new Ports(80)).hasMessageContaining("--port-base");
  }
}
