package dev.clawstead.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the model gateway adds, carries and keeps, with keys, budgets and the durable journal on.
 * Each part has a gateway and a PostgreSQL of its own.
 */
final class GatewayBench implements Measurement {

  private static final int AGENTS = 64;

  private static final String PEERS = "peers";
  private static final int HANG_UPS = 1_000;
  private static final int TURNS_BETWEEN_KILLS = 150;
  private static final Duration KILLS = Duration.ofMinutes(2);
  private static final Duration KILLS_SHORT = Duration.ofSeconds(30);

  private static final Map<String, Part> PARTS = parts();

  private static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("latency", GatewayBench::latency);
    parts.put("throughput", GatewayBench::throughput);
    parts.put("memory", GatewayBench::memory);
    parts.put("streams", GatewayBench::streams);
    parts.put("uploads", GatewayBench::uploads);
    parts.put("cap", GatewayBench::cap);
    parts.put("fallback", wishes -> ProviderLoss.rows());
    parts.put("kill", GatewayBench::kill);
    parts.put("hang-up", GatewayBench::hangUp);
    parts.put(PEERS, wishes -> Peers.rows());
    return parts;
  }

  @Override
  public List<Row> run(Wishes wishes) throws Exception {
    for (String part : wishes.parts()) {
      if (!PARTS.containsKey(part)) {
        throw new IllegalArgumentException(
            "the gateway's bench has no part " + part + "; there are: " + PARTS.keySet());
      }
    }
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, Part> part : PARTS.entrySet()) {
      // Nothing of others is installed unless somebody says so.
      if (wishes.wants(part.getKey()) && (wishes.peers() || !part.getKey().equals(PEERS))) {
        System.err.println("-- " + part.getKey());
        List<Row> more = part.getValue().run(wishes);
        more.forEach(row -> System.err.println(row.line()));
        rows.addAll(more);
      }
    }
    return rows;
  }

  private static List<Row> latency(Wishes wishes) throws Exception {
    return on(
        (loads, stand) -> {
          AddedLatency latency =
              new AddedLatency(
                  loads,
                  "gateway",
                  stand.gateway().models(),
                  GatewayLoads.through(stand, GatewayLoads.WHOLE, AGENTS));
          try (DiskSync sync = new DiskSync(stand.folder())) {
            List<Row> rows = new ArrayList<>(latency.oneClient());
            rows.addAll(latency.atARate(sync));
            return rows;
          }
        });
  }

  private static List<Row> throughput(Wishes wishes) throws Exception {
    return on(
        (loads, stand) -> {
          Throughput throughput = new Throughput(loads, "gateway", stand.gateway().models());
          List<Row> rows =
              new ArrayList<>(
                  throughput.whole(
                      GatewayLoads.through(stand, GatewayLoads.WHOLE, GatewayLoads.CLIENTS)));
          rows.addAll(
              throughput.streams(
                  GatewayLoads.through(stand, GatewayLoads.STREAM, GatewayLoads.CLIENTS)));
          return rows;
        });
  }

  private static List<Row> memory(Wishes wishes) throws Exception {
    return on((loads, stand) -> new GatewayMemory(loads, stand).steady(wishes.quick()));
  }

  private static List<Row> streams(Wishes wishes) throws Exception {
    return on((loads, stand) -> new GatewayMemory(loads, stand).openStreams());
  }

  private static List<Row> uploads(Wishes wishes) throws Exception {
    return on((loads, stand) -> new GatewayMemory(loads, stand).uploads());
  }

  private static List<Row> cap(Wishes wishes) throws Exception {
    return onSimulated((providers, stand) -> new CapRush(stand, providers).rows());
  }

  private static List<Row> kill(Wishes wishes) throws Exception {
    KillRun.Plan plan =
        new KillRun.Plan(
            GatewayLoads.CLIENTS, 1, TURNS_BETWEEN_KILLS, wishes.quick() ? KILLS_SHORT : KILLS);
    return onSimulated((providers, stand) -> new KillRun(stand, providers, plan).run().rows());
  }

  private static List<Row> hangUp(Wishes wishes) throws Exception {
    return onSimulated((providers, stand) -> new HangUps(stand, providers, HANG_UPS).run().rows());
  }

  private static List<Row> onSimulated(OnSimulated what) throws Exception {
    try (SimulatedProviders providers = new SimulatedProviders();
        GatewayStand stand =
            GatewayStand.up(RouterProcess.Setup.BUILT, GatewayLoads.CLIENTS, providers.sellers())) {
      return what.rows(providers, stand);
    }
  }

  private static List<Row> on(OnStand what) throws Exception {
    try (GatewayLoads loads = new GatewayLoads();
        GatewayStand stand = GatewayStand.up(RouterProcess.Setup.BUILT, AGENTS, loads.sellers())) {
      return what.rows(loads, stand);
    }
  }

  private interface Part {
    List<Row> run(Wishes wishes) throws Exception;
  }

  private interface OnSimulated {
    List<Row> rows(SimulatedProviders providers, GatewayStand stand) throws Exception;
  }

  private interface OnStand {
    List<Row> rows(GatewayLoads loads, GatewayStand stand) throws Exception;
  }
}
