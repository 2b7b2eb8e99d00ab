package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README says what is true of the tree. */
class ReadmeTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void everyFileItLinksToIsThere() throws IOException {
    for (String page : List.of("README.md", "CONTRIBUTING.md", "docs/design.md")) {
      Path file = Shell.ROOT.resolve(page);
      assertThat(LINK.matcher(Files.readString(file)).results().map(m -> m.group(1)))
          .as("links of " + page)
          .allMatch(link -> Files.exists(file.resolveSibling(link)), "exists");
    }
  }

  @Test
  void itsTableNamesEveryTopLevelFolder() throws IOException {
    String readme = Files.readString(Shell.ROOT.resolve("README.md"));
    try (Stream<Path> folders = Files.list(Shell.ROOT)) {
      assertThat(
              folders
                  .filter(Files::isDirectory)
                  .map(f -> f.getFileName().toString())
                  .filter(f -> !f.startsWith(".") && !f.equals("target")))
          .allMatch(
              folder -> readme.contains("| [`" + folder + "/`](" + folder + ")"),
              "is in the table");
    }
  }

  @Test
  void everyCommandOfTheLauncherIsInItsHelp() throws IOException {
    String help =
        Shell.run(
                java.time.Duration.ofSeconds(30),
                java.util.Map.of(),
                List.of("./clawstead", "help"))
            .orFail("help")
            .output();

    for (String verb : List.of("up", "down", "status", "logs", "reset", "bench", "test")) {
      assertThat(help).contains(verb);
    }
  }
}
