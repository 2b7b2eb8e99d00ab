package dev.clawstead.db.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.route.AgentRows.Agent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteChangesTest {

  private final Database.Address address = TestDatabase.createAddress();
  private final Database database = Database.open(address, 4);
  private final AgentRows rows = new AgentRows(database);
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final RouteChanges changes = RouteChanges.listen(address, new Recorder());

  @AfterEach
  void close() {
    changes.close();
    database.close();
  }

  @Test
  void aChangeArrivesWithTheRowAsItIsNow() throws InterruptedException {
    assertThat(next()).isEqualTo("connected");

    Agent agent = rows.warm("10.0.0.7", 20_000);

    assertThat(next()).isEqualTo("[" + agent.slug() + "] WARM");
    rows.state(agent, "failed");
    assertThat(next()).isEqualTo("[" + agent.slug() + "] FAILED");
  }

  @Test
  void aRemovedRowIsNamedWithoutOne() throws InterruptedException {
    assertThat(next()).isEqualTo("connected");
    Agent agent = rows.warm("10.0.0.7", 20_000);
    assertThat(next()).isEqualTo("[" + agent.slug() + "] WARM");

    rows.forget(agent);
    rows.tell(agent);

    assertThat(next()).isEqualTo("[" + agent.slug() + "]");
  }

  @Test
  void aLostConnectionIsToldAndReplaced() throws InterruptedException {
    assertThat(next()).isEqualTo("connected");

    database
        .sql()
        .execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'clawstead-route-changes'"
                + " and datname = current_database()");

    assertThat(next()).isEqualTo("lost");
    assertThat(next()).isEqualTo("connected");
    Agent agent = rows.warm("10.0.0.7", 20_000);
    assertThat(next()).isEqualTo("[" + agent.slug() + "] WARM");
  }

  private @Nullable String next() throws InterruptedException {
    return told.poll(30, TimeUnit.SECONDS);
  }

  private final class Recorder implements RouteChanges.Listener {

    @Override
    public void connected() {
      told.add("connected");
    }

    @Override
    public void changed(Set<String> slugs, List<Route> now) {
      StringBuilder line = new StringBuilder(slugs.toString());
      now.forEach(row -> line.append(' ').append(row.state()));
      told.add(line.toString());
    }

    @Override
    public void lost(String why) {
      told.add("lost");
    }
  }
}
