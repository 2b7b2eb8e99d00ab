package dev.clawstead.api.health;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** For supervisors and load balancers. */
@Hidden
@RestController
class HealthController {

  private final Health health;

  HealthController(Health health) {
    this.health = health;
  }

  /** The process lives; that is all. */
  @GetMapping("/healthz")
  Map<String, String> alive() {
    return Map.of("status", Part.UP);
  }

  /** It can work: 503 names the part that cannot. */
  @GetMapping("/readyz")
  ResponseEntity<Readiness> ready() {
    List<Part> parts = health.parts();
    boolean ready = Health.ready(parts);
    return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(new Readiness(ready, parts));
  }

  /** All parts and their sum. */
  record Readiness(boolean ready, List<Part> parts) {}
}
