package dev.clawstead.standalone;

import dev.clawstead.standalone.command.Commands;

/** The entry point of {@code ./clawstead}'s Java side. */
public final class Main {

  private Main() {}

  /** Takes the command's words as the launcher passes them. */
  public static void main(String[] arguments) {
    System.exit(Commands.run(arguments));
  }
}
