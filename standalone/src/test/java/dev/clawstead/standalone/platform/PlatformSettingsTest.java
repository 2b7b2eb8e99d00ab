package dev.clawstead.standalone.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformSettingsTest {

  @Test
  void programsWithoutSpringFindTheSameNamesInTheirEnvironment() {
    assertThat(
            PlatformSettings.asEnvironment(
                Map.of(
                    "clawstead.database.url", "u",
                    "clawstead.platform-secret-file", "f",
                    "clawstead.node.gateway-sources[0]", "s")))
        .containsOnlyKeys(
            "CLAWSTEAD_DATABASE_URL",
            "CLAWSTEAD_PLATFORM_SECRET_FILE",
            "CLAWSTEAD_NODE_GATEWAY_SOURCES_0_");
  }
}
