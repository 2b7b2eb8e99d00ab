package dev.clawstead.gateway.model;

import dev.clawstead.db.spending.Usage;
import dev.clawstead.db.spending.Usage.Limit;
import dev.clawstead.db.usage.Days;
import dev.clawstead.db.usage.UsageLines;
import dev.clawstead.db.usage.UsageLines.Line;
import dev.clawstead.db.usage.UsageLines.Tokens;
import dev.clawstead.domain.CapPeriod;
import dev.clawstead.domain.Spend;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agent has spent this month and may spend, in the form that OpenClaw's clawrouter plugin
 * reads (its {@code usage.ts}) and shows inside the agent. However often it is asked for,
 * PostgreSQL is asked at most once a second for each agent.
 */
final class RouterUsage implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final Usage usage;
  private final UsageLines lines;
  private final Clock clock;
  private final Map<UUID, View> views = new ConcurrentHashMap<>();
  private final ExecutorService asking =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("router-usage").factory());

  RouterUsage(DSLContext sql, Clock clock) {
    this.usage = new Usage(sql);
    this.lines = new UsageLines(sql);
    this.clock = clock;
  }

  /** The view of this agent as JSON; fails when PostgreSQL cannot be asked. */
  CompletableFuture<byte[]> of(UUID instance) {
    long now = System.nanoTime();
    View view =
        views.compute(
            instance,
            (id, known) ->
                known != null && now - known.at < FRESH_NANOS ? known : new View(now, ask(id)));
    // Whoever has not been asked for in a while is not kept.
    views.values().removeIf(old -> now - old.at > 60 * FRESH_NANOS);
    return view.json;
  }

  private CompletableFuture<byte[]> ask(UUID instance) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return CompletableFuture.supplyAsync(
        () ->
            json(
                YearMonth.from(today),
                tightest(usage.limits(instance, today)),
                lines.ofInstance(instance, new Days(today.withDayOfMonth(1), today.plusDays(1)))),
        asking);
  }

  /** Of the month's limits the one that most is used of, or null where there is none. */
  private static @Nullable Budget tightest(List<Limit> limits) {
    Budget tightest = null;
    for (Limit limit : limits) {
      if (limit.period() == CapPeriod.MONTH) {
        for (Budget budget : Budget.of(limit)) {
          if (tightest == null || budget.share() > tightest.share()) {
            tightest = budget;
          }
        }
      }
    }
    return tightest;
  }

  private static byte[] json(YearMonth month, @Nullable Budget budget, List<Line> lines) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode bound = root.putObject("budget");
    bound.put("configured", budget != null).put("windowKey", "monthly/" + month);
    if (budget != null) {
      bound.put("unit", budget.unit);
      bound.put("limitMicros", budget.cap).put("spentMicros", budget.spent);
      bound.put("remainingMicros", Math.max(0, budget.cap - budget.spent));
    }
    root.putObject("usage")
        .putObject("summary")
        .put("requestCount", lines.stream().mapToLong(Line::attempts).sum())
        .put("totalTokens", lines.stream().mapToLong(RouterUsage::tokens).sum())
        .put("actualCostMicros", lines.stream().mapToLong(line -> line.spend().micros()).sum());
    return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
  }

  private static long tokens(Line line) {
    Tokens tokens = line.tokens();
    return tokens.input() + tokens.cached() + tokens.cacheWrite() + tokens.output();
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }

  private record View(long at, CompletableFuture<byte[]> json) {}

  /**
   * A limit in one unit. The plugin shows how much of it is used, and what that cost from the
   * summary; so a limit in rated tokens stands where micros do, and says so.
   */
  private record Budget(String unit, long cap, long spent) {

    static List<Budget> of(Limit limit) {
      Budget money = new Budget("micros", limit.cap().micros(), limit.spent().micros());
      Budget tokens = new Budget("rated-tokens", limit.cap().tokens(), limit.spent().tokens());
      boolean anyMoney = money.cap != Spend.UNBOUNDED.micros();
      boolean anyTokens = tokens.cap != Spend.UNBOUNDED.tokens();
      return anyMoney
          ? anyTokens ? List.of(money, tokens) : List.of(money)
          : anyTokens ? List.of(tokens) : List.of();
    }

    double share() {
      return cap == 0 ? 1 : (double) spent / cap;
    }
  }
}
