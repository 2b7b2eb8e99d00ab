package dev.clawstead.standalone.state;

/** What an installation is called and how it was last asked to run. */
public record Installation(String id, Options options) {

  /** What the person who starts it may choose. */
  public record Options(String agent, int portBase, int pool) {}
}
