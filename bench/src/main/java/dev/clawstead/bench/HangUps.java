package dev.clawstead.bench;

import dev.clawstead.bench.Books.Entry;
import dev.clawstead.bench.SimulatedProviders.Billed;
import dev.clawstead.domain.Price;
import dev.clawstead.domain.TokenUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers that go away at random points, and what the books say of them beside the provider's. */
final class HangUps {

  private static final int CLIENTS = 16;
  private static final int PACE_MILLIS = 8;
  private static final int OUTPUT_MAX = 2_000;
  private static final int WORDS_MAX = 400;
  private static final int PROMPT_WORDS_MAX = 2_000;

  /** Of ten turns one is not broken off: gateways learn from those. */
  private static final int WHOLE_OF = 10;

  /** Nobody goes away at first: a gateway that has seen nothing can only guess by letters. */
  private static final int WHOLE_AT_FIRST = 30;

  private static final long REST_SECONDS = 60;
  private static final double PERCENT = 1;
  private static final List<String> ALIASES =
      List.of(SimulatedProviders.CHAT, SimulatedProviders.REASONING, SimulatedProviders.MESSAGES);

  private final GatewayStand stand;
  private final SimulatedProviders providers;
  private final int count;
  private final AtomicInteger turns = new AtomicInteger();

  /** So many callers go away. */
  HangUps(GatewayStand stand, SimulatedProviders providers, int count) {
    this.stand = stand;
    this.providers = providers;
    this.count = count;
  }

  Outcome run() throws Exception {
    providers.pace(PACE_MILLIS);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        running.add(clients.submit(() -> client(number)));
      }
      for (Future<?> client : running) {
        client.get();
      }
    }
    List<Billed> billed = providers.bills();
    boolean rested = stand.books().awaitRest(billed.size(), REST_SECONDS);
    return compare(billed, rested);
  }

  private void client(int number) {
    SplittableRandom random = new SplittableRandom(number);
    int most = WHOLE_AT_FIRST + count + count / WHOLE_OF;
    for (int turn = turns.getAndIncrement(); turn < most; turn = turns.getAndIncrement()) {
      try {
        turn(number, turn, random);
      } catch (IOException e) {
        throw new IllegalStateException("a body cannot be made", e);
      }
    }
  }

  private void turn(int number, int turn, SplittableRandom random) throws IOException {
    String alias = ALIASES.get(turn % ALIASES.size());
    int words = 1 + random.nextInt(WORDS_MAX);
    boolean leaves = turn >= WHOLE_AT_FIRST && turn % (WHOLE_OF + 1) != 0;
    String prompt =
        "Some context first. ".repeat(random.nextInt(PROMPT_WORDS_MAX) / 3)
            + "Now say "
            + words
            + " words";
    boolean messages = alias.equals(SimulatedProviders.MESSAGES);
    StreamedTurn.make(
        stand.gateway().models(),
        new StreamedTurn.Request(
            messages ? "/v1/messages" : GatewayStand.CHAT,
            stand.key(number),
            "turn-" + turn,
            ChatBody.small(alias, true, OUTPUT_MAX, prompt),
            leaves ? random.nextInt(words) : Integer.MAX_VALUE));
  }

  private Outcome compare(List<Billed> billed, boolean rested) {
    Map<String, Entry> recorded = new HashMap<>();
    stand.books().entries().forEach(entry -> recorded.put(entry.id().toString(), entry));
    Sums ours = new Sums();
    Sums theirs = new Sums();
    int missing = 0;
    int left = 0;
    for (Billed bill : billed) {
      Entry entry = recorded.get(bill.attempt());
      if (entry == null) {
        missing++;
      } else if (!entry.isDone()) {
        left++;
        ours.add(entry.tokens(), entry.output(), entry.micros());
        theirs.add(bill.tokens(), bill.output(), micros(bill));
      }
    }
    return new Outcome(left, missing, ours, theirs, rested ? 0 : stand.books().leasedMicros());
  }

  private static long micros(Billed bill) {
    Price price = GatewayStand.PRICE;
    return price.micros(
        new TokenUse(
            bill.input() - bill.cached() - bill.cacheWrite(),
            bill.cached(),
            bill.cacheWrite(),
            bill.output(),
            0));
  }

  /** Totals over calls. */
  static final class Sums {

    private long tokens;
    private long output;
    private long micros;

    private void add(long moreTokens, long moreOutput, long moreMicros) {
      tokens += moreTokens;
      output += moreOutput;
      micros += moreMicros;
    }
  }

  /**
   * What came of it.
   *
   * @param left calls that were broken off and that the provider saw
   * @param missing calls that the provider saw and that have no row
   */
  record Outcome(int left, int missing, Sums ours, Sums theirs, long heldMicros) {

    /** How far our count of tokens is from the provider's, in percent. */
    double tokensOff() {
      return off(ours.tokens, theirs.tokens);
    }

    double outputOff() {
      return off(ours.output, theirs.output);
    }

    double moneyOff() {
      return off(ours.micros, theirs.micros);
    }

    private static double off(long ours, long theirs) {
      return theirs == 0 ? 100 : 100.0 * (ours - theirs) / theirs;
    }

    List<Row> rows() {
      System.err.printf(
          "%d hang-ups: tokens %d of %d, of them output %d of %d, micros %d of %d%n",
          left, ours.tokens, theirs.tokens, ours.output, theirs.output, ours.micros, theirs.micros);
      String what = "gateway: " + left + " hang-ups: ";
      return List.of(
          Row.atMost(what + "without a row", "", 0, missing),
          Row.atMost(what + "tokens off the provider's", "%", PERCENT, Math.abs(tokensOff())),
          Row.atMost(what + "output off the provider's", "%", PERCENT, Math.abs(outputOff())),
          Row.atMost(what + "money off the provider's", "%", PERCENT, Math.abs(moneyOff())),
          Row.atMost(what + "still reserved", "micros", 0, (double) heldMicros));
    }
  }
}
