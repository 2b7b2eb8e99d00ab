package dev.clawstead.api.problem;

import dev.clawstead.api.problem.Problem.FieldError;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem document. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final @Nullable Duration retryAfter;

  private ProblemException(Problem problem, @Nullable Duration retryAfter) {
    // No stack trace: this is an answer, and strangers can ask for it as often as they like.
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  public static ProblemException of(Kind kind, String detail) {
    return new ProblemException(Problem.of(kind, detail), null);
  }

  /** A problem with one field. */
  public static ProblemException on(Kind kind, String field, String message) {
    return on(kind, List.of(new FieldError(field, message)));
  }

  /** A problem with several fields. */
  public static ProblemException on(Kind kind, List<FieldError> errors) {
    FieldError first = errors.getFirst();
    return new ProblemException(
        Problem.of(kind, first.field() + " " + first.message()).naming(errors), null);
  }

  /** A problem that goes away: ask again after this time. */
  public static ProblemException later(Kind kind, String detail, Duration retryAfter) {
    return new ProblemException(Problem.of(kind, detail), retryAfter);
  }

  /** A problem that was answered before. */
  public static ProblemException again(Problem problem) {
    return new ProblemException(problem, null);
  }

  public static ProblemException notFound(String what) {
    return of(Kind.NOT_FOUND, "There is no " + what + " of that name for you.");
  }

  public Problem problem() {
    return problem;
  }

  /** Whether the same request will get the same answer: nothing about it passes with time. */
  public boolean isDefinite() {
    return retryAfter == null && problem.status() < Kind.BROKEN.status();
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
