package dev.clawstead.activities.hetzner;

import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.activities.ledger.ProviderException.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;

/** Decides, in one place, what Hetzner's answer, or its silence, means. */
final class HetznerFailures {

  private static final String REJECTED = "HetznerRejected";
  private static final String UNAVAILABLE = "HetznerUnavailable";
  private static final String NAME_TAKEN = "HetznerNameTakenByOthers";
  private static final Duration BUDGET_REFILLS = Duration.ofSeconds(30);

  private HetznerFailures() {}

  static ProviderException of(HetznerException e) {
    return switch (e.code()) {
      case "resource_unavailable", "placement_error", "no_space_left_in_location" ->
          terminal(HetznerActivities.OUT_OF_CAPACITY, e);
      case "rate_limit_exceeded" -> retryIn(BUDGET_REFILLS, e);
      case "conflict",
          "locked",
          "server_not_stopped",
          "server_already_attached",
          "ip_not_available",
          "no_subnet_available" ->
          retry(Outcome.REFUSED, e);
      case "uniqueness_error" -> retry(Outcome.TAKEN, e);
      case "not_found" -> retry(Outcome.GONE, e);
      case "timeout",
          "bad_gateway",
          "maintenance",
          "unavailable",
          "service_error",
          "server_error",
          "unknown_error" ->
          retry(Outcome.UNKNOWN, e);
      default -> byStatus(e);
    };
  }

  private static ProviderException byStatus(HetznerException e) {
    return switch (e.status()) {
      case 404 -> retry(Outcome.GONE, e);
      case 429 -> retryIn(BUDGET_REFILLS, e);
      default -> e.status() >= 500 ? retry(Outcome.UNKNOWN, e) : terminal(REJECTED, e);
    };
  }

  /** No answer. Where not even a connection came about, nothing happened. */
  static ProviderException noAnswer(IOException e) {
    boolean unsent =
        e instanceof ConnectException
            || e instanceof UnknownHostException
            || e instanceof NoRouteToHostException
            || e instanceof SSLHandshakeException;
    return new ProviderException(
        unsent ? Outcome.REFUSED : Outcome.UNKNOWN,
        ApplicationFailure.newFailureWithCause(
            "Hetzner did not answer: " + e.getMessage(), UNAVAILABLE, e));
  }

  static ProviderException nameTaken(String name) {
    return new ProviderException(
        Outcome.TAKEN,
        ApplicationFailure.newNonRetryableFailure(
            "server " + name + " exists but does not carry our labels; remove it by hand",
            NAME_TAKEN));
  }

  private static ProviderException terminal(String type, HetznerException e) {
    return new ProviderException(
        Outcome.FINAL, ApplicationFailure.newNonRetryableFailureWithCause(e.getMessage(), type, e));
  }

  private static ProviderException retry(Outcome outcome, HetznerException e) {
    return new ProviderException(
        outcome, ApplicationFailure.newFailureWithCause(e.getMessage(), UNAVAILABLE, e));
  }

  private static ProviderException retryIn(Duration delay, HetznerException e) {
    return new ProviderException(
        Outcome.REFUSED,
        ApplicationFailure.newFailureWithCauseAndDelay(e.getMessage(), UNAVAILABLE, e, delay));
  }
}
