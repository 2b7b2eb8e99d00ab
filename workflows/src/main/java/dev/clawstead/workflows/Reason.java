package dev.clawstead.workflows;

import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.hetzner.HetznerActivities;
import dev.clawstead.activities.records.NodeRecordsActivities;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

/** Why a step failed, in words that its owner and people on call understand. */
public final class Reason {

  private Reason() {}

  /** The reason that lies deepest: a timeout of retries hides the failure that was retried. */
  public static String of(Throwable failure) {
    ApplicationFailure told = null;
    boolean late = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure application) {
        told = application;
      }
      late |= cause instanceof TimeoutFailure;
    }
    if (told != null) {
      return words(told);
    }
    return late ? "it took too long" : "it was interrupted";
  }

  private static String words(ApplicationFailure failure) {
    return switch (failure.getType()) {
      case DockerActivities.NODE_UNREACHABLE -> "its server does not answer";
      case DockerActivities.NOT_HEALTHY -> "the agent did not answer after its start";
      case DockerActivities.NAME_TAKEN -> "its name is taken on the server by something else";
      case DockerActivities.HELD -> "it is on hold";
      case HetznerActivities.OUT_OF_CAPACITY -> "the provider is sold out";
      case HetznerActivities.STILL_RUNNING -> "the provider did not finish the server in time";
      case NodeRecordsActivities.NOT_ENROLLED -> "the server did not enrol in time";
      default -> failure.getOriginalMessage();
    };
  }

  /** Whether the failure, at any depth, is of this type. */
  public static boolean is(String type, @Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure application && type.equals(application.getType())) {
        return true;
      }
    }
    return false;
  }
}
