package dev.clawstead.api.problem;

import dev.clawstead.api.problem.Problem.FieldError;
import dev.clawstead.domain.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with a request, so that it is said all at once. */
public final class FieldErrors {

  /** Controls, lone surrogates, and marks that turn the direction of what is read after them. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  private final List<FieldError> errors = new ArrayList<>();

  /** Ends the request if anything is wrong. */
  public void orThrow() {
    if (!errors.isEmpty()) {
      throw ProblemException.on(Kind.INVALID, errors);
    }
  }

  public void add(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  /** A text that must be there, of this many characters. */
  public String text(String field, @Nullable String value, Length length) {
    if (value == null) {
      add(field, "is missing");
      return "";
    }
    int characters = value.codePointCount(0, value.length());
    if (characters < length.min() || characters > length.max()) {
      add(field, "must have " + length.min() + " to " + length.max() + " characters");
    }
    return value;
  }

  /** A name that people read: nothing but printable characters, and not only spaces. */
  public String name(String field, @Nullable String value, Length length) {
    String text = text(field, value, length);
    if (UNPRINTABLE.matcher(text).find()) {
      add(field, "must not contain control characters");
    } else if (value != null && !value.isEmpty() && value.isBlank()) {
      add(field, "must not be blank");
    }
    return text.strip();
  }

  /** One of a set of words, if it is there. */
  public <T extends Enum<T> & Word> Optional<T> word(
      String field, @Nullable String value, Class<T> type) {
    if (value == null) {
      return Optional.empty();
    }
    Optional<T> found = Word.parse(type, value);
    if (found.isEmpty()) {
      add(field, "is not one of " + Words.of(type));
    }
    return found;
  }

  /** How many characters a text may have. */
  public record Length(int min, int max) {}
}
