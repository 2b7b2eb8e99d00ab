package dev.clawstead.api.limit;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.db.account.Accounts;
import dev.clawstead.db.account.RateLimits;
import dev.clawstead.db.account.RateLimits.Count;
import dev.clawstead.secrets.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Refuses what comes too often; all processes count together. */
@Component
public class Limits {

  private static final int KEY_TESTS = 60;
  private static final Duration KEY_TESTS_WINDOW = Duration.ofHours(1);

  private final RateLimits counts;
  private final ClientAddress addresses;
  private final ApiSettings.Limits limits;

  Limits(RateLimits counts, ClientAddress addresses, ApiSettings settings) {
    this.counts = counts;
    this.addresses = addresses;
    this.limits = settings.limits();
  }

  /** Counts a signup from this address. */
  public void signup(HttpServletRequest request) {
    refuseAbove(
        limits.signupsPerAddress(),
        counts.hit("signup|" + addresses.of(request), limits.signupsPerAddressWindow()));
  }

  /** Counts a sign-in from this address, right or wrong. */
  public void signIn(HttpServletRequest request) {
    refuseAbove(
        limits.signInsPerAddress(),
        counts.hit("sign-in|" + addresses.of(request), limits.signInsPerAddressWindow()));
  }

  /** Refuses to check another password of an account that somebody is guessing at. */
  public void failedSignInsOf(String email) {
    Count count = counts.look(bucket(email), limits.failedSignInsPerEmailWindow());
    refuseAbove(limits.failedSignInsPerEmail(), new Count(count.hits() + 1, count.left()));
  }

  /** Counts a wrong password, also for an address that nobody has. */
  public void signInFailed(String email) {
    counts.hit(bucket(email), limits.failedSignInsPerEmailWindow());
  }

  /** Counts a key that we try out at a provider for this account: nobody tests stolen ones here. */
  public void keyTest(UUID account) {
    refuseAbove(KEY_TESTS, counts.hit("key-test|" + account, KEY_TESTS_WINDOW));
  }

  private static String bucket(String email) {
    return "failed-sign-in|" + HexFormat.of().formatHex(Tokens.hash(Accounts.key(email)));
  }

  private static void refuseAbove(int max, Count count) {
    if (count.hits() > max) {
      throw ProblemException.later(
          Kind.TOO_MANY,
          "Too many tries. Wait " + Math.max(1, count.left().toSeconds()) + " seconds.",
          count.left());
    }
  }
}
