package dev.clawstead.api;

import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.db.Database;
import dev.clawstead.db.account.Accounts;
import dev.clawstead.db.account.IdempotencyKeys;
import dev.clawstead.db.account.RateLimits;
import dev.clawstead.db.account.Sessions;
import dev.clawstead.db.enrolment.Enrolments;
import dev.clawstead.db.fleet.Fleet;
import dev.clawstead.db.fleet.FleetInstances;
import dev.clawstead.db.fleet.FleetPools;
import dev.clawstead.db.instance.Instances;
import dev.clawstead.db.instance.TimelineEntries;
import dev.clawstead.db.life.Claims;
import dev.clawstead.secrets.PlatformSecret;
import java.io.IOException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes what other modules offer available here. */
@Configuration(proxyBeanMethods = false)
class Wiring {

  /** Requests wait for a connection, not for a core: two cores rarely need more. */
  private static final int CONNECTIONS = 16;

  @Bean
  Database.Address databaseAddress(ApiSettings settings) {
    return settings.databaseAddress();
  }

  @Bean
  Database database(Database.Address address) {
    return Database.open(address, CONNECTIONS);
  }

  @Bean
  PlatformSecret platformSecret(ApiSettings settings) throws IOException {
    return PlatformSecret.read(settings.secretFile());
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Accounts accounts(Database database) {
    return new Accounts(database.sql());
  }

  @Bean
  Sessions sessions(Database database) {
    return new Sessions(database.sql());
  }

  @Bean
  IdempotencyKeys idempotencyKeys(Database database) {
    return new IdempotencyKeys(database.sql());
  }

  @Bean
  RateLimits rateLimits(Database database, Clock clock) {
    return new RateLimits(database.sql(), clock);
  }

  @Bean
  Instances instances(Database database) {
    return new Instances(database.sql());
  }

  @Bean
  Claims claims(Database database, Clock clock) {
    return new Claims(database.sql(), clock);
  }

  @Bean
  TimelineEntries timelineEntries(Database database) {
    return new TimelineEntries(database.sql());
  }

  @Bean
  Enrolments enrolments(Database database) {
    return new Enrolments(database.sql());
  }

  @Bean
  Fleet fleet(Database database) {
    return new Fleet(database.sql());
  }

  @Bean
  FleetPools fleetPools(Database database) {
    return new FleetPools(database.sql());
  }

  @Bean
  FleetInstances fleetInstances(Database database) {
    return new FleetInstances(database.sql());
  }
}
