package dev.clawstead.activities.records;

import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLStateClass;

/** Decides, in one place, which failures of the database are worth another try. */
final class RecordsFailures {

  private static final String REFUSED = "RecordsRefused";
  private static final String UNAVAILABLE = "RecordsUnavailable";

  private RecordsFailures() {}

  /** Runs the transaction; a database that is away is asked again, a broken rule is final. */
  static <T> T run(Supplier<T> transaction) {
    try {
      return transaction.get();
    } catch (DataAccessException e) {
      throw of(e);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw ApplicationFailure.newNonRetryableFailureWithCause(e.getMessage(), REFUSED, e);
    }
  }

  static void run(Runnable transaction) {
    run(
        () -> {
          transaction.run();
          return true;
        });
  }

  private static ApplicationFailure of(DataAccessException e) {
    SQLStateClass state = e.sqlStateClass();
    String message = "the database said " + e.sqlState() + " (" + state + ")";
    return switch (state) {
      case C22_DATA_EXCEPTION,
          C23_INTEGRITY_CONSTRAINT_VIOLATION,
          C42_SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION ->
          ApplicationFailure.newNonRetryableFailureWithCause(message, REFUSED, e);
      default -> ApplicationFailure.newFailureWithCause(message, UNAVAILABLE, e);
    };
  }
}
