package dev.clawstead.api.health;

import dev.clawstead.api.lifecycle.InstanceLife;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a signup touches besides itself: the connection to Temporal, HTTP and JSON. */
@Configuration(proxyBeanMethods = false)
class WarmUps {

  @Bean
  WarmUp temporalWarmUp(InstanceLife life) {
    return port -> life.rehearse();
  }

  @Bean
  WarmUp httpWarmUp(ServerProperties server) {
    return port -> {
      String host =
          server.getAddress() == null ? "127.0.0.1" : server.getAddress().getHostAddress();
      URI base = URI.create("http://" + host + ":" + port);
      try {
        call(base.resolve("/api/v1/options"), null);
        call(base.resolve("/api/v1/me"), null);
        call(base.resolve("/api/v1/signup"), "{\"email\":\"warm-up\"}");
      } catch (IOException e) {
        throw new IllegalStateException("cannot reach ourselves", e);
      }
    };
  }

  private static void call(URI uri, @org.jspecify.annotations.Nullable String body)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestProperty("Authorization", "Bearer warm-up");
    if (body != null) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
    connection.getResponseCode();
    connection.disconnect();
  }
}
