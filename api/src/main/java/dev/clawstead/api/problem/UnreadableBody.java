package dev.clawstead.api.problem;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says why a body could not be read, naming the field where there is one. */
final class UnreadableBody {

  private UnreadableBody() {}

  static ProblemException problem(HttpMessageNotReadableException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException tooLarge) {
        return tooLarge;
      }
      if (cause instanceof UnrecognizedPropertyException unknown) {
        return ProblemException.on(
            Kind.MALFORMED, field(unknown), "is not known here; known: " + known(unknown));
      }
      if (cause instanceof StreamReadException) {
        return ProblemException.of(Kind.MALFORMED, "The body is not valid JSON.");
      }
      if (cause instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
        return ProblemException.on(Kind.MALFORMED, field(mismatch), "has the wrong type");
      }
      if (cause instanceof DatabindException) {
        return ProblemException.of(Kind.MALFORMED, "The body must be a JSON object.");
      }
    }
    return ProblemException.of(Kind.MALFORMED, "The body must be a JSON object; it is missing.");
  }

  private static String field(DatabindException e) {
    return e.getPath().stream()
        .map(JacksonException.Reference::getPropertyName)
        .map(String::valueOf)
        .collect(Collectors.joining("."));
  }

  private static String known(UnrecognizedPropertyException e) {
    var known = e.getKnownPropertyIds();
    return known == null
        ? "none"
        : String.join(", ", List.copyOf(known).stream().map(String::valueOf).sorted().toList());
  }
}
