package dev.clawstead.gateway.translate;

/** Tells from pieces of a JSON object when it is whole, without keeping them. */
final class JsonDepth {

  private int depth;
  private boolean inText;
  private boolean escaped;
  private boolean whole;

  void add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      add(piece.charAt(i));
    }
  }

  boolean isWhole() {
    return whole;
  }

  private void add(char c) {
    if (inText) {
      inText = escaped || c != '"';
      escaped = !escaped && c == '\\';
      return;
    }
    switch (c) {
      case '"' -> inText = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        depth--;
        whole = depth <= 0;
      }
      default -> {}
    }
  }
}
