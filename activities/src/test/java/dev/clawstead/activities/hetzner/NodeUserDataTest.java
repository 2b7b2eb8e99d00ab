package dev.clawstead.activities.hetzner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.activities.hetzner.HetznerSettings.NodeAccess;
import dev.clawstead.domain.UuidV7;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeUserDataTest {

  private static final UUID NODE = UuidV7.next();

  private final String script =
      NodeUserData.render(NODE, "cse_token", HetznerActivitiesTest.ACCESS);

  @Test
  void staysUnderWhatTheProviderTakes() {
    assertThat(script.getBytes(StandardCharsets.UTF_8).length).isLessThan(32 * 1024);
    assertThat(script).startsWith("#!/bin/sh\n");
  }

  @Test
  void holdsTheTokenButNoKeyAndNoOpenPlace() {
    assertThat(script)
        .contains("token=cse_token", "/enrol/v1/nodes/" + NODE)
        .contains("for source in 172.18.0.1/32 10.9.0.0/24; do")
        .contains("-d 172.18.0.1 -p tcp --dport 7408")
        .doesNotContain("PRIVATE KEY")
        .doesNotContainPattern("@[A-Z_]+@");
  }

  @Test
  void bothScriptsAreReadByAPlainShell(@TempDir Path dir) throws Exception {
    String firewall =
        script.substring(
            script.indexOf("<<'FIREWALL'\n") + "<<'FIREWALL'\n".length(),
            script.indexOf("\nFIREWALL\n"));

    assertThat(syntaxErrors(Files.writeString(dir.resolve("user-data"), script))).isEmpty();
    assertThat(syntaxErrors(Files.writeString(dir.resolve("firewall"), firewall))).isEmpty();
  }

  @Test
  void refusesASettingThatAShellWouldRun() {
    var access = new NodeAccess("http://x/$(reboot)", "10.0.0.1:1", List.of(), List.of());

    assertThatThrownBy(() -> NodeUserData.render(NODE, "t", access))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ENROL_URL");
  }

  private static String syntaxErrors(Path file) throws Exception {
    Process sh = new ProcessBuilder("sh", "-n", file.toString()).redirectErrorStream(true).start();
    return new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
