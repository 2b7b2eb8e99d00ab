package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.process.Marked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next start of the programs of Spring faster, in the background: each is started once
 * for nothing, and the JVM keeps what it loaded. A failure costs nothing but speed.
 */
final class Training {

  private static final long PROGRAM_SECONDS = 240;

  private final Site site;
  private final Journal journal;
  private final List<Lesson> lessons;
  private final Thread thread;
  private volatile @Nullable Process running;
  private volatile boolean cancelled;

  /** A program and the arguments it is started with. */
  record Lesson(JavaProgram program, List<String> arguments) {}

  Training(Site site, Journal journal, List<Lesson> lessons) {
    this.site = site;
    this.journal = journal;
    this.lessons = lessons.stream().filter(lesson -> !lesson.program().trained()).toList();
    this.thread = Thread.ofPlatform().daemon().name("training").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  boolean unfinished() {
    return thread.isAlive();
  }

  /** Waits for the end; what takes longer is given up. */
  void finish(long seconds) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cancelled = true;
    Process process = running;
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void run() {
    for (Lesson lesson : lessons) {
      try {
        if (!cancelled) {
          train(lesson);
        }
      } catch (IOException e) {
        journal.note("a program could not be trained: " + e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void train(Lesson lesson) throws IOException, InterruptedException {
    Path cache = lesson.program().cache();
    Path part = cache.resolveSibling(site.installation().id() + ".aot.part");
    ProcessBuilder builder =
        new ProcessBuilder(lesson.program().trainingCommand(lesson.arguments(), part))
            .redirectErrorStream(true)
            .redirectOutput(site.state().logs().resolve("training.log").toFile());
    builder.environment().put(Marked.VARIABLE, Marked.mark(site.installation().id(), "training"));
    Process process = builder.start();
    running = process;
    if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    running = null;
    if (process.exitValue() == 0 && Files.exists(part)) {
      Files.move(part, cache, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(part);
      journal.note("training " + lesson.program().module() + " ended with " + process.exitValue());
    }
  }
}
