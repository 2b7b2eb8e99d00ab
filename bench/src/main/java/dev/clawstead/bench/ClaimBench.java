package dev.clawstead.bench;

import dev.clawstead.db.Database;
import dev.clawstead.db.life.Claim.Status;
import dev.clawstead.db.life.Claims;
import dev.clawstead.domain.NodeRoom;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The claim transaction alone: 16 clients against a pool that is large enough, on an embedded
 * PostgreSQL that commits durably.
 */
final class ClaimBench implements Measurement {

  private static final int CLIENTS = 16;
  private static final int WARM_UP = 5_000;
  private static final int MEASURED = 20_000;
  private static final double TARGET = 2_000;
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public List<Row> run(Wishes wishes) throws Exception {
    try (EmbeddedPostgres postgres = DurablePostgres.start();
        Database database =
            Database.open(
                new Database.Address(
                    postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres"),
                CLIENTS)) {
      database.migrate();
      database.sql().execute(seed(WARM_UP + MEASURED));
      List<UUID> orders =
          database.sql().fetch("select id from orders order by id").into(UUID.class);
      Claims claims = new Claims(database.sql(), Clock.systemUTC());
      claimAll(claims, orders.subList(0, WARM_UP));
      database.sql().execute("analyze");
      long start = System.nanoTime();
      claimAll(claims, orders.subList(WARM_UP, orders.size()));
      double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      return List.of(
          Row.atLeast("claim transaction alone, 16 clients", "1/s", TARGET, MEASURED / seconds));
    }
  }

  private static void claimAll(Claims claims, List<UUID> orders) throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> running = new ArrayList<>();
      IntStream.range(0, CLIENTS)
          .forEach(c -> running.add(clients.submit(() -> claimRest(claims, orders, next))));
      for (Future<?> client : running) {
        client.get();
      }
    }
  }

  private static void claimRest(Claims claims, List<UUID> orders, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < orders.size(); i = next.getAndIncrement()) {
      Status status = claims.claim(orders.get(i)).status();
      if (status != Status.OPEN) {
        throw new IllegalStateException("an order got no cell but " + status);
      }
    }
  }

  private static String seed(int count) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(ClaimBench.class.getResourceAsStream("claim-seed.sql"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("$count", Integer.toString(count))
          .replace("$first_port", Integer.toString(NodeRoom.PORT_FIRST))
          .replace("$ports", Integer.toString(NodeRoom.PORT_LAST - NodeRoom.PORT_FIRST + 1));
    }
  }
}
