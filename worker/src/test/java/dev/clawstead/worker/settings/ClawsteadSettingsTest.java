package dev.clawstead.worker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.activities.docker.DockerSettings.ImageSource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ClawsteadSettingsTest {

  private static final String WRITTEN =
      """
      clawstead.installation=a1b2c3
      clawstead.database.url=jdbc:postgresql://127.0.0.1:7406/clawstead
      clawstead.database.user=clawstead
      clawstead.database.password=secret-word
      clawstead.temporal.target=127.0.0.1:7402
      clawstead.platform-secret-file=/state/platform-secret
      clawstead.ca-directory=/state/ca
      clawstead.agents.url=http://{slug}.agents.localhost:7401
      clawstead.hetzner.url=http://127.0.0.1:7404/v1/
      clawstead.hetzner.token=secret-word
      clawstead.cloudflare.url=http://127.0.0.1:7405/client/v4/
      clawstead.cloudflare.token=secret-word
      clawstead.cloudflare.zone=agents.localhost
      clawstead.agent-image=agent-lite
      clawstead.images.agent-lite.reference=clawstead/agent-lite:1
      clawstead.images.agent-lite.archive=/state/agent-lite.tar
      clawstead.regions.fsn1.location=fsn1
      clawstead.regions.fsn1.server-types[0]=cx43
      clawstead.regions.fsn1.server-types[1]=cx53
      clawstead.regions.fsn1.image=debian-12
      clawstead.regions.fsn1.nodes=1
      clawstead.pools.fsn1.small.target=5
      clawstead.node.enrol-url=http://172.30.0.1:7407
      clawstead.node.gateway-address=172.30.0.1:7408
      clawstead.node.gateway-sources[0]=172.30.0.1/32
      clawstead.node.control-sources[0]=172.30.0.1/32
      clawstead.worker.listen=127.0.0.1:7409
      clawstead.operator.email=operator@example.com
      """;

  @Test
  void readsWhatTheSupervisorWrites() throws IOException {
    ClawsteadSettings settings = read(WRITTEN);

    assertThat(settings.temporal().namespace()).isEqualTo("default");
    assertThat(settings.fleet().region("fsn1").serverTypes()).containsExactly("cx43", "cx53");
    assertThat(settings.fleet().region("fsn1").poolTargets()).containsEntry("small", 5);
    assertThat(settings.docker().images())
        .containsEntry(
            "agent-lite",
            new ImageSource("clawstead/agent-lite:1", Path.of("/state/agent-lite.tar")));
    assertThat(settings.servers().url()).isEqualTo("http://127.0.0.1:7404");
    assertThat(settings.names().url()).isEqualTo("http://127.0.0.1:7405");
    assertThat(settings.names().agentsDomain()).isEqualTo("agents.localhost");
    assertThat(settings.names().gatewayIp()).isEqualTo("172.30.0.1");
  }

  @Test
  void printsNoSecret() throws IOException {
    assertThat(read(WRITTEN)).asString().doesNotContain("secret-word");
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> read(WRITTEN.replace("a1b2c3", "A!")))
        .rootCause()
        .hasMessage("clawstead.installation must be 4 to 12 of a-z and 0-9, but is A!");
    assertThatThrownBy(() -> read(WRITTEN.replace("image=agent-lite", "image=openclaw")))
        .rootCause()
        .hasMessageContaining("there is no clawstead.images.openclaw.reference");
  }

  private static ClawsteadSettings read(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return new Binder(new MapConfigurationPropertySource(properties))
        .bind("clawstead", ClawsteadSettings.class)
        .get();
  }
}
