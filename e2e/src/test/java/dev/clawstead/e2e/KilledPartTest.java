package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any process may die at any moment: nothing acknowledged is lost, nothing is left over. */
@Timeout(900)
@Order(Integer.MAX_VALUE) // leaves hundreds of deleted agents behind
class KilledPartTest {

  private static final int SIGNUPS = 50;
  private static final int CLIENTS = 5;

  private final Installation installation = Installation.up();

  @ParameterizedTest
  @ValueSource(strings = {"worker", "api", "gateway", "temporal", "postgres"})
  void everyAcknowledgedSignupEndsInAnAnsweringAgent(String victim) throws Exception {
    List<JsonNode> acknowledged = signUpsWhile(victim);

    List<Agent> agents =
        acknowledged.stream()
            .map(signup -> Agent.of(installation, signup, Duration.ofMinutes(4)))
            .toList();

    assertThat(agents).hasSize(SIGNUPS);
    assertThat(agents.stream().map(Agent::slug)).doesNotHaveDuplicates();
    agents.forEach(Agent::askToDelete);
    agents.forEach(Agent::isGone);
    new World(installation).agreesWithTheLedger();
  }

  /** Signs up fifty people from five clients and kills the part when a third of them is through. */
  private List<JsonNode> signUpsWhile(String victim)
      throws InterruptedException, ExecutionException {
    CountDownLatch third = new CountDownLatch(SIGNUPS / 3);
    Api api = installation.api();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<JsonNode>> running = new ArrayList<>();
      for (int i = 0; i < SIGNUPS; i++) {
        running.add(
            clients.submit(
                () -> {
                  JsonNode signup = api.signUp();
                  third.countDown();
                  return signup;
                }));
      }
      third.await();
      installation.kill(victim);
      List<JsonNode> signups = new ArrayList<>();
      for (Future<JsonNode> signup : running) {
        signups.add(signup.get());
      }
      return signups;
    }
  }
}
