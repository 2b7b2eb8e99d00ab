package dev.clawstead.activities.docker;

import com.github.dockerjava.api.exception.NotModifiedException;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.activities.ledger.ProviderException.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs docker-java's calls so that every failure goes through {@link DockerFailures}. */
final class EngineCalls {

  private EngineCalls() {}

  static <T> T call(Supplier<T> call) throws ProviderException {
    try {
      return call.get();
    } catch (ApplicationFailure alreadyOurs) {
      throw alreadyOurs;
    } catch (RuntimeException e) {
      throw DockerFailures.of(e);
    }
  }

  /** Empty where the engine says that there is no such object. */
  static <T> Optional<T> find(Supplier<T> call) throws ProviderException {
    try {
      return Optional.of(call(call));
    } catch (ProviderException e) {
      if (e.outcome() == Outcome.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Does it, unless the engine says that it is done already. */
  static void run(Runnable call) throws ProviderException {
    try {
      call.run();
    } catch (NotModifiedException doneAlready) {
      // As asked.
    } catch (RuntimeException e) {
      throw DockerFailures.of(e);
    }
  }

  /** The same, where having no such object is as good. */
  static void runIfThere(Runnable call) throws ProviderException {
    try {
      run(call);
    } catch (ProviderException e) {
      if (e.outcome() != Outcome.GONE) {
        throw e;
      }
    }
  }

  /** As an activity fails. */
  static <T> T orFail(Supplier<T> call) {
    try {
      return call(call);
    } catch (ProviderException e) {
      throw e.failure();
    }
  }
}
