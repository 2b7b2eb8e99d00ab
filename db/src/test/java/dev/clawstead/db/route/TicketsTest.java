package dev.clawstead.db.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.route.AgentRows.Agent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketsTest {

  private static final int REDEEMERS = 64;

  private final Database database = TestDatabase.create();
  private final AgentRows rows = new AgentRows(database);
  private final Tickets tickets = new Tickets(database.sql());
  private final Agent agent = rows.warm("10.0.0.7", 20_000);
  private final byte[] hash = new byte[32];

  @BeforeEach
  void claim() {
    rows.claim(agent, new byte[32]);
    tickets.issue(hash, agent.instance(), Duration.ofSeconds(60));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void ofManyRedeemersAtOnceOneWins() throws Exception {
    CyclicBarrier start = new CyclicBarrier(REDEEMERS);
    List<Future<Boolean>> redeemers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < REDEEMERS; i++) {
        redeemers.add(
            threads.submit(
                () -> {
                  start.await();
                  return tickets.redeem(hash, agent.instance());
                }));
      }
    }

    int winners = 0;
    for (Future<Boolean> redeemer : redeemers) {
      winners += redeemer.get() ? 1 : 0;
    }
    assertThat(winners).isEqualTo(1);
  }

  @Test
  void anotherInstanceNeitherUsesNorBurnsATicket() {
    Agent other = rows.warm("10.0.0.7", 20_001);
    byte[] hashes = new byte[32];
    hashes[0] = 1;
    rows.claim(other, hashes);

    assertThat(tickets.redeem(hash, other.instance())).isFalse();
    assertThat(tickets.redeem(hash, agent.instance())).isTrue();
  }

  @Test
  void anExpiredTicketIsVoidAndForgottenWithTheNextOne() {
    database.sql().execute("update tickets set expires_at = now() - interval '1 second'");

    assertThat(tickets.redeem(hash, agent.instance())).isFalse();
    byte[] next = new byte[32];
    next[0] = 2;
    tickets.issue(next, agent.instance(), Duration.ofSeconds(60));
    assertThat(database.sql().fetchCount(database.sql().selectFrom("tickets"))).isEqualTo(1);
  }
}
