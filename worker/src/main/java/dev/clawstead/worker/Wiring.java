package dev.clawstead.worker;

import dev.clawstead.activities.cloudflare.CloudflareActivitiesImpl;
import dev.clawstead.activities.docker.DockerActivitiesImpl;
import dev.clawstead.activities.docker.NodeEngines;
import dev.clawstead.activities.hetzner.HetznerActivitiesImpl;
import dev.clawstead.activities.mail.MailActivitiesImpl;
import dev.clawstead.activities.records.InstanceRecordsActivitiesImpl;
import dev.clawstead.activities.records.NodeRecordsActivitiesImpl;
import dev.clawstead.activities.records.PoolRecordsActivitiesImpl;
import dev.clawstead.db.Database;
import dev.clawstead.secrets.PlatformCa;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.worker.health.HealthServer;
import dev.clawstead.worker.settings.ClawsteadSettings;
import dev.clawstead.worker.temporal.Crew;
import dev.clawstead.worker.temporal.Crew.Hands;
import dev.clawstead.worker.temporal.TemporalWorker;
import dev.clawstead.worker.temporal.TemporalWorker.Needs;
import dev.clawstead.worker.temporal.TemporalWorker.Where;
import java.io.IOException;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

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

  @Bean
  DockerActivitiesImpl docker(
      Database database, NodeEngines engines, ClawsteadSettings settings, PlatformSecret secret) {
    return new DockerActivitiesImpl(database.sql(), engines, settings.docker(), secret);
  }

  @Bean
  NodeRecordsActivitiesImpl nodes(Database database, ClawsteadSettings settings) {
    return new NodeRecordsActivitiesImpl(database.sql(), settings.fleet());
  }

  @Bean
  HetznerActivitiesImpl hetzner(
      Database database, ClawsteadSettings settings, PlatformSecret secret) {
    return new HetznerActivitiesImpl(database.sql(), settings.servers(), settings.fleet(), secret);
  }

  @Bean
  Crew crew(
      Database database,
      ClawsteadSettings settings,
      DockerActivitiesImpl docker,
      HetznerActivitiesImpl hetzner,
      MailActivitiesImpl mail) {
    return new Crew(
        new Hands(
            new InstanceRecordsActivitiesImpl(database.sql()),
            new PoolRecordsActivitiesImpl(database.sql(), settings.fleet()),
            new NodeRecordsActivitiesImpl(database.sql(), settings.fleet()),
            docker,
            hetzner,
            new CloudflareActivitiesImpl(database.sql(), settings.names()),
            mail));
  }

  /** Spring makes the sender where {@code spring.mail.host} says which server is ours. */
  @Bean
  MailActivitiesImpl mail(
      Database database,
      ObjectProvider<JavaMailSender> sender,
      ClawsteadSettings settings,
      PlatformSecret secret) {
    return new MailActivitiesImpl(
        database.sql(), sender.getIfAvailable(), settings.mails(), secret);
  }

  @Bean
  TemporalWorker temporalWorker(
      Database database, ClawsteadSettings settings, Crew crew, NodeRecordsActivitiesImpl nodes) {
    return new TemporalWorker(
        new Where(settings.temporal().target(), settings.temporal().namespace()),
        crew,
        new Needs(database, nodes, settings.regions().keySet()));
  }

  @Bean
  HealthServer healthServer(ClawsteadSettings settings, TemporalWorker worker) {
    return new HealthServer(settings.worker().listen(), worker::problem);
  }
}
