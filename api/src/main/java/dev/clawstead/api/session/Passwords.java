package dev.clawstead.api.session;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords on two threads of its own, with a bounded queue: a flood of sign-ins costs two
 * cores and 40 MB, and nobody else's requests.
 */
@Component
public class Passwords implements DisposableBean {

  private static final int THREADS = 2;
  private static final int WAITING_MAX = 256;
  private static final Duration FULL = Duration.ofSeconds(2);

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().name("passwords-", 0).daemon().factory());

  private final AtomicLong checks = new AtomicLong();

  /** What an unknown address is checked against, so that it takes as long as a known one. */
  private final String nobodys = run(() -> Argon2id.hash("the password of nobody"));

  public Passwords() {
    threads.prestartAllCoreThreads();
  }

  public String hash(String password) {
    return run(() -> Argon2id.hash(password));
  }

  /** Whether the password is the one of this hash. */
  public boolean matches(String password, String hash) {
    checks.incrementAndGet();
    return run(() -> Argon2id.matches(password, hash));
  }

  /** Always false, after the same work as a check. */
  public boolean matchesNobody(String password) {
    return matches(password, nobodys) && password.isEmpty();
  }

  /** How many passwords were checked so far. */
  public long checks() {
    return checks.get();
  }

  private <T> T run(Callable<T> work) {
    try {
      return threads.submit(work).get();
    } catch (RejectedExecutionException full) {
      throw ProblemException.later(
          Kind.UNAVAILABLE, "Too many people sign in at this moment. Try again soon.", FULL);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot hash a password", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while hashing a password", e);
    }
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }
}
