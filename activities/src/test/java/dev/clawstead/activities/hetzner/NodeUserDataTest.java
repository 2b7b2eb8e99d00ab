package dev.clawstead.activities.hetzner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.activities.hetzner.HetznerSettings.NodeAccess;
import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.CellSubnet;
import dev.clawstead.domain.NodeRoom;
import dev.clawstead.domain.UuidV7;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeUserDataTest {

  private static final UUID NODE = UuidV7.next();
  private static final List<String> SOURCES = List.of("10.0.0.1/32");

  private final String script =
      NodeUserData.render(NODE, "cse_token", AgentImage.AGENT_LITE, HetznerActivitiesTest.ACCESS);

  @Test
  void staysUnderWhatTheProviderTakes() {
    assertThat(script.getBytes(StandardCharsets.UTF_8).length).isLessThan(32 * 1024);
    assertThat(script).startsWith("#!/bin/sh\n");
  }

  @Test
  void holdsTheTokenButNoKeyAndNoOpenPlace() {
    assertThat(script)
        .contains("token=cse_token", "/enrol/v1/nodes/" + NODE)
        .contains("ip saddr { 172.18.0.1/32, 10.9.0.0/24 } fib daddr type local dnat")
        .contains("ip daddr 172.18.0.1 tcp dport 7408 accept")
        .doesNotContain("PRIVATE KEY")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void bothScriptsAreReadByAPlainShell(@TempDir Path dir) throws Exception {
    String firewall = firewall();

    assertThat(syntaxErrors(Files.writeString(dir.resolve("user-data"), script))).isEmpty();
    assertThat(syntaxErrors(Files.writeString(dir.resolve("firewall"), firewall))).isEmpty();
  }

  @Test
  void eachPortLeadsToTheCellThatIsPublishedOnIt(@TempDir Path dir) throws Exception {
    String firewall = firewall();
    String function = firewall.substring(firewall.indexOf("addresses() {"));
    String addresses = function.substring(0, function.indexOf("\n}\n") + 3) + "addresses\n";

    assertThat(output("sh", Files.writeString(dir.resolve("addresses"), addresses).toString()))
        .hasLineCount(NodeRoom.PORT_LAST - NodeRoom.PORT_FIRST + 1)
        .contains(
            IntStream.rangeClosed(NodeRoom.PORT_FIRST, NodeRoom.PORT_LAST)
                .mapToObj(p -> p + " : " + new CellSubnet(p).cellAddress() + " . 8080,\n")
                .toList());
  }

  @Test
  void refusesASettingThatAShellWouldRun() {
    var access = new NodeAccess("http://x/$(reboot)", "10.0.0.1:1", SOURCES, SOURCES);

    assertThatThrownBy(() -> NodeUserData.render(NODE, "t", AgentImage.AGENT_LITE, access))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ENROL_URL");
  }

  @Test
  void refusesANodeThatNoGatewayMayReach() {
    var access = new NodeAccess("http://x", "10.0.0.1:1", List.of(), SOURCES);

    assertThatThrownBy(() -> NodeUserData.render(NODE, "t", AgentImage.AGENT_LITE, access))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GATEWAY_SOURCES is empty");
  }

  private String firewall() {
    return script.substring(
        script.indexOf("<<'FIREWALL'\n") + "<<'FIREWALL'\n".length(),
        script.indexOf("\nFIREWALL\n"));
  }

  private static String syntaxErrors(Path file) throws Exception {
    return output("sh", "-n", file.toString());
  }

  private static String output(String... command) throws Exception {
    Process sh = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
