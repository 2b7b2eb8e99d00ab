package dev.clawstead.simulators.provider;

/** How a call ended, as the one who bills it sees it. */
enum Outcome {
  FINISHED("finished"),
  CUT_BY_CLIENT("cutByClient"),
  CUT_BY_US("cutByUs"),
  REFUSED("refused");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
