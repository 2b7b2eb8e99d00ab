package dev.clawstead.gateway.trace;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a trace, as the header of that name tells it (W3C Trace Context, section 3.2).
 *
 * @param trace 32 hexadecimal digits
 * @param span 16 of them
 * @param flags 2 of them; the last bit says whether it is recorded
 */
record TraceParent(String trace, String span, String flags) {

  private static final Pattern HEADER =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})");

  /** What the header says, or null for none or nonsense, which begins no trace. */
  static @Nullable TraceParent read(@Nullable String header) {
    if (header == null) {
      return null;
    }
    Matcher match = HEADER.matcher(header);
    return match.matches() ? new TraceParent(match.group(1), match.group(2), match.group(3)) : null;
  }

  String header() {
    return "00-" + trace + '-' + span + '-' + flags;
  }
}
