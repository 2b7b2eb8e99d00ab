package dev.clawstead.db.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.route.AgentRows.Agent;
import dev.clawstead.domain.Hold;
import dev.clawstead.domain.RouteState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutesTest {

  private final Database database = TestDatabase.create();
  private final AgentRows rows = new AgentRows(database);
  private final Routes routes = new Routes(database.sql());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aWarmRouteHasNeitherInstanceNorPermit() {
    Agent agent = rows.warm("10.0.0.7", 20_123);

    Route route = routes.find(agent.slug()).orElseThrow();

    assertThat(route.state()).isEqualTo(RouteState.WARM);
    assertThat(route.cell())
        .isEqualTo(
            new Route.Cell(agent.cell(), "10.0.0.7", 20_123, 1, new Route.ModelKey(1, null)));
    assertThat(route.instance()).isNull();
    assertThat(route.permit()).isNull();
  }

  @Test
  void aClaimedRouteComesWithItsPermitAndTheHashOfItsToken() {
    Agent agent = rows.warm("10.0.0.7", 20_123);
    byte[] hash = new byte[32];
    hash[31] = (byte) 0xfe;
    rows.claim(agent, hash);
    rows.permit(agent, "holds = array['unpaid', 'owner'], epoch = 7");

    Route route = routes.find(List.of(agent.slug(), "nobody")).getFirst();

    assertThat(route.state()).isEqualTo(RouteState.OPEN);
    assertThat(route.access().tokenHash()).isEqualTo("00".repeat(31) + "fe");
    Route.Permit permit = Objects.requireNonNull(route.permit());
    assertThat(permit.epoch()).isEqualTo(7);
    assertThat(permit.holds()).containsExactlyInAnyOrder(Hold.UNPAID, Hold.OWNER);
  }

  @Test
  void anAddressThatWasNeverGivenOutIsNotFound() {
    assertThat(routes.find("aaaaaaaaaaaaaaaaaaaa")).isEmpty();
  }

  @Test
  void theDigestTellsEveryKindOfChange() {
    Routes.Digest empty = routes.digest();
    Agent first = rows.warm("10.0.0.7", 20_000);
    Routes.Digest one = routes.digest();
    rows.warm("10.0.0.7", 20_001);
    Routes.Digest two = routes.digest();
    rows.change(first, "state = 'failed'");
    Routes.Digest changed = routes.digest();
    rows.forget(first);

    assertThat(List.of(empty, one, two, changed, routes.digest())).doesNotHaveDuplicates();
    assertThat(routes.versions()).hasSize(1);
  }
}
