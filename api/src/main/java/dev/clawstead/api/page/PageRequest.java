package dev.clawstead.api.page;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which page of a list is wanted: how many items, after which one. */
public record PageRequest(int limit, @Nullable String after) {

  private static final int LIMIT_MAX = 100;

  /** One row more than the page holds tells whether there is another page. */
  public int rows() {
    return limit + 1;
  }

  /** The row to go on after, as its id; null for the beginning. */
  public @Nullable UUID afterId() {
    return afterKey(UUID::fromString);
  }

  /** The row to go on after, as the list's own key; null for the beginning. */
  public <K> @Nullable K afterKey(Function<String, K> parse) {
    if (after == null) {
      return null;
    }
    try {
      return parse.apply(after);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw badCursor();
    }
  }

  static PageRequest of(@Nullable String limit, @Nullable String cursor) {
    return new PageRequest(limit == null ? 25 : limit(limit), cursor == null ? null : key(cursor));
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LIMIT_MAX) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below: it makes no difference to the caller.
    }
    throw ProblemException.on(Kind.MALFORMED, "limit", "must be a number from 1 to " + LIMIT_MAX);
  }

  static String cursor(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String key(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      String key = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (!key.isEmpty() && cursor(key).equals(cursor)) {
        return key;
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // Said below: a cursor is opaque, so there is nothing to explain about it.
    }
    throw badCursor();
  }

  private static ProblemException badCursor() {
    return ProblemException.on(
        Kind.MALFORMED, "cursor", "is not one of ours; leave it out to start at the beginning");
  }
}
