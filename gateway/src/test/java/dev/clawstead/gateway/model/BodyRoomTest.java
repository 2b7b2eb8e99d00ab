package dev.clawstead.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.gateway.model.BodyRoom.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Who gets memory for a body, and in which order. */
class BodyRoomTest {

  private static final long MIB = 1 << 20;

  private final BodyRoom room = new BodyRoom(100, 60);
  private final List<Part> told = new ArrayList<>();

  @Test
  void whoHoldsItsShareWaitsForItselfAndNobodyElseDoes() {
    Part first = take("a", 50);
    Part second = take("a", 50);

    assertThat(take("b", 50).isThere()).isTrue();
    assertThat(second.isThere()).isFalse();
    assertThat(room.waiting()).isEqualTo(1);

    first.giveBack();
    assertThat(told).containsExactly(second);
    assertThat(room.taken()).isEqualTo(100);
  }

  @Test
  void whoWaitsForItselfIsNobodyElsesBurden() {
    Part first = take("a", 60);
    Part other = take("b", 40);
    take("a", 60);
    assertThat(other.keepsOthersWaiting()).isFalse();

    Part third = take("c", 40);
    assertThat(first.keepsOthersWaiting()).isTrue();
    assertThat(other.keepsOthersWaiting()).isTrue();
    assertThat(third.keepsOthersWaiting()).isFalse();

    third.giveBack();
    assertThat(other.keepsOthersWaiting()).isFalse();
  }

  @Test
  void aSmallOneDoesNotGetAheadOfALargeOneForEver() {
    Part first = take("a", 60);
    Part large = take("b", 60);
    Part small = take("c", 10);

    assertThat(small.isThere()).isFalse();
    first.giveBack();
    assertThat(told).containsExactly(large, small);
  }

  @Test
  void turnsGoRound() {
    Part all = take("z", 60);
    Part rest = take("y", 40);
    List<Part> line =
        List.of(take("a", 60), take("a", 60), take("a", 60), take("b", 60), take("c", 40));

    all.giveBack();
    rest.giveBack();
    for (Part part : List.of(line.get(0), line.get(3), line.get(4), line.get(1))) {
      part.giveBack();
    }

    assertThat(told)
        .containsExactly(line.get(0), line.get(3), line.get(4), line.get(1), line.get(2));
  }

  @Test
  void whoLeavesTheLineLetsOthersPass() {
    take("a", 60);
    Part large = take("b", 60);
    Part small = take("c", 40);

    large.giveBack();

    assertThat(told).containsExactly(small);
    assertThat(room.waiting()).isZero();
  }

  @Test
  void whatIsNotNeededIsOthersAtOnce() {
    Part first = take("a", 60);
    Part second = take("b", 60);

    first.keep(20);

    assertThat(told).containsExactly(second);
    assertThat(room.taken()).isEqualTo(80);
  }

  @Test
  void givingBackTwiceMakesNoRoom() {
    Part first = take("a", 60);
    first.giveBack();
    first.giveBack();

    assertThat(room.taken()).isZero();
    assertThat(take("a", 60).isThere()).isTrue();
    assertThat(take("a", 60).isThere()).isFalse();
  }

  @Test
  void bodiesThatGrowWithoutSayingHowLargeTheyGetAllComeToTheirEnd() throws Exception {
    BodyRooms rooms = new BodyRooms(96 * MIB, 25 * MIB);
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        String whose = "agent " + i % 7;
        all.add(people.submit(() -> upload(rooms, whose)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(rooms.taken()).isZero();
    assertThat(rooms.waiting()).isZero();
  }

  private static void upload(BodyRooms rooms, String whose) {
    Part small = got(rooms::forUnknown, whose);
    LockSupport.parkNanos(1_000);
    Part large = got(rooms::forGrown, whose);
    small.giveBack();
    assertThat(rooms.taken()).isLessThanOrEqualTo(96 * MIB);
    LockSupport.parkNanos(1_000);
    large.keep(20 * MIB);
    large.giveBack();
  }

  private static Part got(BiFunction<Object, Consumer<Part>, Part> room, String whose) {
    CompletableFuture<Part> later = new CompletableFuture<>();
    Part part = room.apply(whose, later::complete);
    return part.isThere() ? part : later.join();
  }

  private Part take(String whose, long bytes) {
    return room.take(whose, bytes, told::add);
  }
}
