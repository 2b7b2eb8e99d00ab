package dev.clawstead.worker;

import dev.clawstead.activities.docker.NodeEngines;
import dev.clawstead.db.Database;
import dev.clawstead.secrets.PlatformCa;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.worker.settings.ClawsteadSettings;
import java.io.IOException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts together. */
@Configuration(proxyBeanMethods = false)
class Wiring {

  /** More than the claims and records that run at once. */
  private static final int CONNECTIONS = 24;

  @Bean
  Database database(ClawsteadSettings settings) {
    return Database.open(settings.database().address(), CONNECTIONS);
  }

  @Bean
  PlatformSecret platformSecret(ClawsteadSettings settings) throws IOException {
    return PlatformSecret.read(settings.platformSecretFile());
  }

  @Bean
  NodeEngines nodeEngines(ClawsteadSettings settings) throws IOException {
    PlatformCa authority = PlatformCa.open(settings.caDirectory());
    return new NodeEngines(
        () -> authority.clientIdentity("worker").sslContext(), Clock.systemUTC());
  }
}
