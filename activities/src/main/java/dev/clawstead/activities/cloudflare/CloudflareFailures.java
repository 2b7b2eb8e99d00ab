package dev.clawstead.activities.cloudflare;

import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.activities.ledger.ProviderException.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;

/** Decides, in one place, what Cloudflare's answer, or its silence, means. */
final class CloudflareFailures {

  private static final String REJECTED = "CloudflareRejected";
  private static final String UNAVAILABLE = "CloudflareUnavailable";
  private static final String NAME_TAKEN = "CloudflareNameTakenByOthers";

  /** Who went over the limit is shut out for five minutes. */
  private static final Duration SHUT_OUT = Duration.ofMinutes(5);

  private CloudflareFailures() {}

  static ProviderException of(CloudflareException e) {
    return switch (e.code()) {
      // "Record already exists", "an identical record already exists", "a host of that name".
      case 81057, 81058, 81053 -> retry(Outcome.TAKEN, e);
      case 81044 -> retry(Outcome.GONE, e);
      default -> byStatus(e);
    };
  }

  private static ProviderException byStatus(CloudflareException e) {
    return switch (e.status()) {
      case 404 -> retry(Outcome.GONE, e);
      case 409 -> retry(Outcome.REFUSED, e);
      case 429 ->
          new ProviderException(
              Outcome.REFUSED,
              ApplicationFailure.newFailureWithCauseAndDelay(
                  e.getMessage(), UNAVAILABLE, e, SHUT_OUT));
      default ->
          e.status() >= 500
              ? retry(Outcome.UNKNOWN, e)
              : new ProviderException(
                  Outcome.FINAL,
                  ApplicationFailure.newNonRetryableFailureWithCause(e.getMessage(), REJECTED, e));
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
            "Cloudflare did not answer: " + e.getMessage(), UNAVAILABLE, e));
  }

  static ProviderException nameTaken(String name) {
    return new ProviderException(
        Outcome.TAKEN,
        ApplicationFailure.newNonRetryableFailure(
            "record " + name + " exists but its comment is not ours; remove it by hand",
            NAME_TAKEN));
  }

  static ProviderException noSuchZone(String name) {
    return new ProviderException(
        Outcome.FINAL,
        ApplicationFailure.newNonRetryableFailure(
            "the token sees no zone " + name + "; check clawstead.cloudflare.zone and .token",
            REJECTED));
  }

  private static ProviderException retry(Outcome outcome, CloudflareException e) {
    return new ProviderException(
        outcome, ApplicationFailure.newFailureWithCause(e.getMessage(), UNAVAILABLE, e));
  }
}
