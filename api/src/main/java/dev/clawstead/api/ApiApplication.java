package dev.clawstead.api;

import dev.clawstead.api.settings.ApiSettings;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** Starts the API. It comes up without PostgreSQL and Temporal, and says so on /readyz. */
@SpringBootApplication
@EnableConfigurationProperties(ApiSettings.class)
public class ApiApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(ApiApplication.class, arguments);
  }
}
