package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.process.Marked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes starts of the programs of Spring faster, once for each build: every one of them is started
 * for nothing, and the JVM keeps what it loaded. A failure costs nothing but speed.
 */
final class Training {

  private static final long PROGRAM_SECONDS = 120;

  private final Site site;
  private final Journal journal;
  private final List<Lesson> lessons;
  private final List<Process> running = new ArrayList<>();
  private boolean cancelled;

  /** A program and the arguments it is started with. */
  record Lesson(JavaProgram program, List<String> arguments) {

    /** Where the JVM writes to, until all of it is there. */
    Path part(String installation) {
      return program.cache().resolveSibling(installation + ".aot.part");
    }
  }

  Training(Site site, Journal journal, List<Lesson> lessons) {
    this.site = site;
    this.journal = journal;
    this.lessons = lessons.stream().filter(lesson -> !lesson.program().trained()).toList();
  }

  /** Whether this build was not trained yet. */
  boolean isNeeded() {
    return !lessons.isEmpty();
  }

  /** Trains all at once; what takes too long is given up. */
  void run() throws InterruptedException {
    List<Thread> threads =
        lessons.stream()
            .map(lesson -> Thread.ofVirtual().name("training").start(() -> train(lesson)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Ends what runs. */
  synchronized void cancel() {
    cancelled = true;
    running.forEach(Training::end);
  }

  private static void end(Process process) {
    // The JVM that writes is a child of the one that was started.
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void train(Lesson lesson) {
    try {
      Process process = start(lesson);
      if (process == null) {
        return;
      }
      if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
        end(process);
        process.waitFor();
      }
      keep(lesson, process.exitValue());
    } catch (IOException e) {
      journal.note(lesson.program().module() + " could not be trained: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Process start(Lesson lesson) throws IOException {
    if (cancelled) {
      return null;
    }
    Path logs = site.state().logs();
    String name = "training-" + lesson.program().module();
    ProcessBuilder builder =
        new ProcessBuilder(
                lesson
                    .program()
                    .trainingCommand(lesson.arguments(), lesson.part(site.installation().id())))
            .directory(logs.toFile())
            .redirectErrorStream(true)
            .redirectOutput(logs.resolve(name + ".log").toFile());
    builder.environment().put(Marked.VARIABLE, Marked.mark(site.installation().id(), name));
    Process process = builder.start();
    running.add(process);
    return process;
  }

  private void keep(Lesson lesson, int exit) throws IOException {
    Path part = lesson.part(site.installation().id());
    if (exit == 0 && Files.exists(part)) {
      Files.move(part, lesson.program().cache(), StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(part);
      journal.note("training " + lesson.program().module() + " ended with " + exit);
    }
  }
}
