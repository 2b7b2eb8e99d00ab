package dev.clawstead.gateway.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.db.route.Route;
import dev.clawstead.domain.Hold;
import dev.clawstead.domain.RouteState;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.gateway.table.AgentRoute.Reach;
import dev.clawstead.secrets.PlatformSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTableTest {

  private static final UUID CELL = UuidV7.next();
  private static final Instant END = Instant.parse("2026-11-22T05:00:00.123456Z");
  private final RouteTable table = new RouteTable(PlatformSecret.of(new byte[32]));

  @Test
  void aVersionNeverMovesBackwards() {
    List<Long> seen = new ArrayList<>();
    table.watch((slug, now) -> seen.add(Objects.requireNonNull(now).route().version()));

    for (long version : new long[] {5, 4, 5, 7, 6, 8}) {
      table.apply(List.of(row(RouteState.OPEN, permit(CELL), version)));
    }

    assertThat(seen).containsExactly(5L, 7L, 8L);
    assertThat(Objects.requireNonNull(table.get("a")).route().version()).isEqualTo(8);
  }

  @Test
  void onlyTheCellThatThePermitNamesIsReached() {
    assertThat(reach(RouteState.OPEN, permit(CELL))).isEqualTo(Reach.OPEN);
    assertThat(reach(RouteState.OPEN, permit(UuidV7.next()))).isEqualTo(Reach.STARTING);
    assertThat(reach(RouteState.OPEN, null)).isEqualTo(Reach.STARTING);
    assertThat(reach(RouteState.OPEN, new Route.Permit(CELL, 1, Set.of(Hold.UNPAID))))
        .isEqualTo(Reach.HELD);
    assertThat(reach(RouteState.FAILED, permit(CELL))).isEqualTo(Reach.FAILED);
    assertThat(reach(RouteState.WARM, null)).isEqualTo(Reach.UNKNOWN);
    assertThat(reach(RouteState.GONE, null)).isEqualTo(Reach.GONE);
  }

  @Test
  void theCopyOnDiskHoldsEverythingAndATornOneIsRefused(@TempDir Path folder) throws IOException {
    List<Route> rows =
        List.of(
            row(RouteState.OPEN, new Route.Permit(CELL, 3, Set.of(Hold.OWNER, Hold.ABUSE)), 1),
            row(RouteState.OPEN, permit(CELL), 2),
            new Route(
                "b",
                new Route.Cell(CELL, "fd00::1", 20_000, 1, new Route.ModelKey(7, END)),
                null,
                RouteState.WARM,
                new Route.Access(1, null),
                null,
                3));
    Path file = folder.resolve("routes");
    TableCopy copy = new TableCopy(file);
    assertThat(copy.read()).isEmpty();

    copy.write(rows);

    assertThat(copy.read()).contains(rows);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 20));
    assertThatThrownBy(copy::read).isInstanceOf(IOException.class).hasMessageContaining("torn");
  }

  private static Reach reach(RouteState state, Route.@Nullable Permit permit) {
    return AgentRoute.of(row(state, permit, 1), PlatformSecret.of(new byte[32])).reach();
  }

  private static Route.Permit permit(UUID cell) {
    return new Route.Permit(cell, 1, Set.of());
  }

  private static Route row(RouteState state, Route.@Nullable Permit permit, long version) {
    return new Route(
        "a",
        new Route.Cell(CELL, "127.0.0.1", 20_000, 1, new Route.ModelKey(1, null)),
        UUID.fromString("01a1fe03-34fb-738f-9e0a-e0f290ebe5f5"),
        state,
        new Route.Access(1, "ab".repeat(32)),
        permit,
        version);
  }
}
