package dev.clawstead.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.route.Route;
import dev.clawstead.db.route.Route.ModelKey;
import dev.clawstead.domain.Hold;
import dev.clawstead.domain.RouteState;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.gateway.model.Callers.CallerId;
import dev.clawstead.gateway.table.RouteTable;
import dev.clawstead.secrets.PlatformSecret;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of a cell's own keys are good, by a clock that the test moves. */
class CallersTest {

  private static final PlatformSecret SECRET = PlatformSecret.of(new byte[32]);
  private static final UUID CELL = UuidV7.next();
  private static final UUID INSTANCE = UuidV7.next();
  private static final Instant START = Instant.parse("2026-11-22T05:00:00Z");

  private final RouteTable table = new RouteTable(SECRET);
  private final MovedClock clock = new MovedClock();
  private final Callers callers = new Callers(table, clock);
  private long version;

  @Test
  void bothKeysAreTheAgentsUntilTheOverlapIsOver() {
    apply(new ModelKey(1, null));
    assertThat(find(1)).isNotNull();
    assertThat(find(2)).isNull();

    apply(new ModelKey(2, START.plusSeconds(60)));
    assertThat(find(1)).isEqualTo(new CallerId("a", INSTANCE, null, false)).isEqualTo(find(2));
    clock.now = START.plusSeconds(59);
    assertThat(find(1)).isNotNull();

    // Nobody tells anything: the time alone ends it.
    clock.now = START.plusSeconds(60);
    assertThat(find(1)).isNull();
    assertThat(find(2)).isNotNull();
  }

  @Test
  void anEndThatIsBroughtForwardHoldsAtOnce() {
    apply(new ModelKey(2, START.plus(Duration.ofDays(7))));
    assertThat(find(1)).isNotNull();

    apply(new ModelKey(2, START));

    assertThat(find(1)).isNull();
    assertThat(find(2)).isNotNull();
  }

  @Test
  void onlyTwoKeysAreEverGood() {
    apply(new ModelKey(2, START.plus(Duration.ofDays(7))));

    apply(new ModelKey(3, START.plus(Duration.ofDays(7))));

    assertThat(find(1)).isNull();
    assertThat(find(2)).isNotNull();
    assertThat(find(3)).isNotNull();
    assertThat(find(4)).isNull();
  }

  @Test
  void anotherCellOfTheAddressVoidsTheKeysOfTheOneBefore() {
    apply(new ModelKey(2, START.plus(Duration.ofDays(7))));

    table.apply(List.of(row(UuidV7.next(), new ModelKey(1, null), RouteState.OPEN, Set.of())));

    assertThat(find(1)).isNull();
    assertThat(find(2)).isNull();
  }

  @Test
  void neitherKeyOfADeletedAgentMaySpend() {
    apply(new ModelKey(2, START.plus(Duration.ofDays(7))));

    table.apply(
        List.of(
            row(
                CELL,
                new ModelKey(2, START.plus(Duration.ofDays(7))),
                RouteState.GONE,
                Set.of(Hold.DELETING))));

    for (int one : new int[] {1, 2}) {
      assertThat(find(one)).isNotNull().extracting(CallerId::held).isEqualTo(true);
    }
    table.remove(List.of("a"));
    assertThat(find(1)).isNull();
    assertThat(find(2)).isNull();
  }

  private void apply(ModelKey key) {
    table.apply(List.of(row(CELL, key, RouteState.OPEN, Set.of())));
  }

  private Route row(UUID cell, ModelKey key, RouteState state, Set<Hold> holds) {
    return new Route(
        "a",
        new Route.Cell(cell, "127.0.0.1", 20_000, 1, key),
        INSTANCE,
        state,
        new Route.Access(1, "ab".repeat(32)),
        new Route.Permit(cell, 1, holds),
        ++version);
  }

  private @Nullable CallerId find(int keyVersion) {
    return callers.find(
        new DefaultHttpHeaders()
            .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + SECRET.modelKey(CELL, keyVersion)));
  }

  private static final class MovedClock extends Clock {

    private Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("nobody asks for another zone");
    }
  }
}
