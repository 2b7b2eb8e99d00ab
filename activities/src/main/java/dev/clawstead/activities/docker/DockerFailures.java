package dev.clawstead.activities.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.activities.ledger.ProviderException.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Decides, in one place, what an engine's answer, or its silence, means. */
final class DockerFailures {

  private static final String REJECTED = "DockerRejected";
  private static final String NOT_THERE = "DockerNotThere";
  private static final String FAULT = "DockerFault";

  private DockerFailures() {}

  /** What a call that threw this did, and what the activity fails with. */
  static ProviderException of(RuntimeException e) {
    return e instanceof DockerException docker ? answered(docker) : unanswered(e);
  }

  private static ProviderException answered(DockerException e) {
    return switch (e.getHttpStatus()) {
      case 404 -> retryable(Outcome.GONE, NOT_THERE, e);
      case 409 -> retryable(Outcome.TAKEN, FAULT, e);
      // "The network has active endpoints": they end in a moment.
      case 403 -> retryable(Outcome.REFUSED, FAULT, e);
      case 429, 503 -> retryable(Outcome.REFUSED, FAULT, e);
      default ->
          e.getHttpStatus() >= 500
              ? retryable(Outcome.UNKNOWN, FAULT, e)
              : new ProviderException(
                  Outcome.FINAL,
                  ApplicationFailure.newNonRetryableFailureWithCause(text(e), REJECTED, e));
    };
  }

  /** No answer. Where not even a connection came about, nothing happened. */
  private static ProviderException unanswered(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof ConnectTimeoutException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException
          || cause instanceof SSLHandshakeException) {
        return retryable(Outcome.REFUSED, DockerActivities.NODE_UNREACHABLE, e);
      }
    }
    return retryable(Outcome.UNKNOWN, DockerActivities.NODE_UNREACHABLE, e);
  }

  /** An object under the cell's name that is not ours. */
  static ProviderException nameTaken(String what) {
    return new ProviderException(
        Outcome.TAKEN,
        ApplicationFailure.newNonRetryableFailure(
            what + " exists on the node but does not carry our labels; remove it by hand",
            DockerActivities.NAME_TAKEN));
  }

  private static ProviderException retryable(Outcome outcome, String type, RuntimeException e) {
    return new ProviderException(outcome, ApplicationFailure.newFailureWithCause(text(e), type, e));
  }

  private static String text(RuntimeException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.strip();
  }
}
