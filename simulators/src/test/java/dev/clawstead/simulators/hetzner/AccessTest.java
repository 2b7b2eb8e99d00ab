package dev.clawstead.simulators.hetzner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.simulators.http.Wire.Reply;
import dev.clawstead.simulators.machine.MemoryMachines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

  @TempDir private Path directory;

  @Test
  void letsNobodyInWithoutTheToken() throws IOException {
    try (Hetzner hetzner = new Hetzner(directory)) {
      for (String authorization : new String[] {"", "Bearer wrong", "t".repeat(64)}) {
        Reply refused = hetzner.wire().sendAs(authorization, "GET", "/v1/servers", "");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("/error/code")).isEqualTo("unauthorized");
      }
    }
  }

  @Test
  void countsRequestsAgainstABudgetThatRefills() throws IOException {
    try (Hetzner hetzner = new Hetzner(directory, new MemoryMachines(), 3)) {
      Reply first = hetzner.get("/servers");
      assertThat(first.raw().headers().firstValue("RateLimit-Limit")).hasValue("3");
      assertThat(first.raw().headers().firstValue("RateLimit-Remaining")).hasValue("2");
      hetzner.get("/servers");
      hetzner.get("/servers");

      Reply refused = hetzner.get("/servers");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.text("/error/code")).isEqualTo("rate_limit_exceeded");
      // Three an hour is one in twenty minutes.
      hetzner.wait(Duration.ofMinutes(20));
      assertThat(hetzner.get("/servers").status()).isEqualTo(200);
      assertThat(hetzner.get("/servers").status()).isEqualTo(429);
    }
  }

  @Test
  void saysWhichPathsAndMethodsItKnows() throws IOException {
    try (Hetzner hetzner = new Hetzner(directory)) {
      assertThat(hetzner.get("/nothing").text("/error/code")).isEqualTo("not_found");
      assertThat(hetzner.delete("/servers").text("/error/code")).isEqualTo("method_not_allowed");
      assertThat(hetzner.wire().get("/healthz").text("/status")).isEqualTo("ok");
    }
  }
}
