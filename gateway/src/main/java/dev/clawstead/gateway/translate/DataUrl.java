package dev.clawstead.gateway.translate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@code data:} URL in base64, the form in which chat/completions carries bytes. */
record DataUrl(String mediaType, String base64) {

  /** Null where the text is none. Searches instead of matching: the text may be megabytes. */
  static @Nullable DataUrl parse(String url) {
    int comma = url.indexOf(',');
    if (comma < 0 || !url.startsWith("data:")) {
      return null;
    }
    String[] head = url.substring("data:".length(), comma).split(";", -1);
    if (!head[head.length - 1].equalsIgnoreCase("base64")) {
      return null;
    }
    return new DataUrl(head[0].trim().toLowerCase(Locale.ROOT), url.substring(comma + 1));
  }

  String text() {
    return "data:" + mediaType + ";base64," + base64;
  }
}
