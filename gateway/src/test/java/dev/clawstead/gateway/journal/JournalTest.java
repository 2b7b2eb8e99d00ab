package dev.clawstead.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.spending.Attempt;
import dev.clawstead.db.spending.Attempt.Request;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.db.spending.Attempt.Target;
import dev.clawstead.db.spending.Purse;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.CallKind;
import dev.clawstead.domain.Spend;
import dev.clawstead.domain.TokenUse;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.gateway.Wait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final Spend RESERVED = new Spend(1_000, 1_000);

  @TempDir private Path folder;

  private final List<Attempt> recorded = Collections.synchronizedList(new ArrayList<>());

  @Test
  void anEndedAttemptIsRecordedAsItWas() throws Exception {
    Attempt attempt = attempt(new TokenUse(10, 2, 3, 40, 5), new Spend(77, 58));
    try (Journal journal = Journal.open(folder)) {
      journal.begin(attempt);
      journal.end(attempt).get();
      try (Drain drain = new Drain(journal, recorded::addAll)) {
        drain.caughtUp().get();
      }
    }

    assertThat(recorded).containsExactly(attempt);
  }

  @Test
  void whatBeganAndHasNoEndIsCutByTheNextStartAndCostsWhatWasKnown() throws Exception {
    Attempt nothingCame = attempt(new TokenUse(100, 0, 0, 0, 0), new Spend(10, 100));
    Attempt someCame = attempt(new TokenUse(100, 0, 0, 0, 0), new Spend(10, 100));
    Attempt tooMuchCame = attempt(new TokenUse(100, 0, 0, 0, 0), new Spend(10, 100));
    Journal killed = Journal.open(folder);
    killed.begin(nothingCame);
    killed.begin(someCame);
    killed.begin(tooMuchCame);
    killed.progress(someCame.id(), new TokenUse(100, 0, 0, 50, 0), new Spend(400, 150));
    killed.progress(tooMuchCame.id(), new TokenUse(100, 0, 0, 9_999, 0), new Spend(9_999, 9_999));
    killed.end(attempt(TokenUse.NONE, Spend.NONE)).get();

    try (Journal journal = Journal.open(folder);
        Drain drain = new Drain(journal, recorded::addAll)) {
      drain.caughtUp().get();
      Wait.until(() -> recorded.size() == 4);
    }
    killed.close();

    assertThat(of(nothingCame).outcome()).isEqualTo(AttemptOutcome.CUT);
    assertThat(of(nothingCame).estimated()).isTrue();
    assertThat(of(nothingCame).spend()).isEqualTo(new Spend(10, 100));
    assertThat(of(someCame).use().output()).isEqualTo(50);
    assertThat(of(someCame).spend()).isEqualTo(new Spend(400, 150));
    assertThat(of(tooMuchCame).spend()).isEqualTo(RESERVED);
  }

  @Test
  void aRecordThatACrashCutShortIsTheEndAndNothingBeforeItIsLost() throws Exception {
    Attempt attempt = attempt(TokenUse.NONE, Spend.NONE);
    Journal killed = Journal.open(folder);
    killed.end(attempt).get();
    killed.close();
    Path file = folder.resolve("journal-000000000001.log");
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {0, 0, 1, 0, 0}), end);
    }

    try (Journal journal = Journal.open(folder);
        Drain drain = new Drain(journal, recorded::addAll)) {
      drain.caughtUp().get();
    }

    assertThat(recorded).containsExactly(attempt);
  }

  @Test
  void whileNobodyTakesThemAttemptsStayAndThenAreTakenOnce() throws Exception {
    AtomicBoolean up = new AtomicBoolean();
    List<Attempt> attempts = new ArrayList<>();
    try (Journal journal = Journal.open(folder);
        Drain drain = new Drain(journal, batch -> take(up, batch))) {
      for (int i = 0; i < 1_200; i++) {
        Attempt one = attempt(TokenUse.NONE, Spend.NONE);
        attempts.add(one);
        journal.end(one).get();
      }
      Wait.until(() -> drain.problem() != null);
      assertThat(recorded).isEmpty();

      up.set(true);
      Wait.until(() -> recorded.size() >= attempts.size());
    }

    assertThat(recorded).containsExactlyElementsOf(attempts);
  }

  @Test
  void filesThatNobodyNeedsAreGivenBackAndThoseOfOpenAttemptsStay() throws Exception {
    Attempt open = attempt(TokenUse.NONE, Spend.NONE);
    try (Journal journal = Journal.open(folder, 2_000);
        Drain drain = new Drain(journal, recorded::addAll)) {
      journal.begin(open);
      makeAttempts(journal, 50);
      Wait.until(() -> files() == 2);
      assertThat(drain.problem()).isNull();

      journal.end(open).get();
      for (int i = 0; i < 20; i++) {
        journal.end(attempt(TokenUse.NONE, Spend.NONE)).get();
      }
      Wait.until(() -> files() == 1);
    }

    assertThat(recorded).hasSize(71);
  }

  @Test
  void aFileThatIsUsedAgainTellsNothingOfWhatItHeldBefore() throws Exception {
    Segments segments = new Segments(folder, 4_000);
    byte[] first = EntryCodec.frame(new Entry.Begun(attempt(TokenUse.NONE, Spend.NONE)));
    EntryCodec.seal(first, 1);
    segments.prepare();
    try (FileChannel file = segments.create(1)) {
      file.write(ByteBuffer.wrap(first));
      file.write(ByteBuffer.wrap(first));
    }
    assertThat(segments.read(1, 0, Long.MAX_VALUE).entries()).hasSize(2);

    segments.retire(1);
    byte[] second = EntryCodec.frame(new Entry.Begun(attempt(TokenUse.NONE, Spend.NONE)));
    EntryCodec.seal(second, 2);
    try (FileChannel file = segments.create(2)) {
      assertThat(file.size()).isEqualTo(4_000);
      file.write(ByteBuffer.wrap(second));
    }

    assertThat(second).hasSameSizeAs(first);
    assertThat(segments.read(2, 0, Long.MAX_VALUE).entries()).hasSize(1);
  }

  @Test
  void filesAreUsedAgainAndDoNotPileUp() throws Exception {
    try (Journal journal = Journal.open(folder, 2_000);
        Drain drain = new Drain(journal, recorded::addAll)) {
      makeAttempts(journal, 100);
      Wait.until(() -> files() == 1);
      assertThat(drain.problem()).isNull();
    }

    assertThat(recorded).hasSize(100);
    assertThat(recorded).extracting(Attempt::id).doesNotHaveDuplicates();
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void afterTroubleWithTheDiskItGoesOnByItselfAndNothingIsLost() throws Exception {
    Attempt before = attempt(TokenUse.NONE, Spend.NONE);
    Attempt after = attempt(TokenUse.NONE, Spend.NONE);
    try (Journal journal = Journal.open(folder, 1)) {
      Path inTheWay = Files.createDirectory(folder.resolve("journal-000000000002.log"));
      assertThat(journal.end(before)).failsWithin(Duration.ofSeconds(10));
      assertThat(journal.problem()).isNotNull();

      Files.delete(inTheWay);
      Wait.until(() -> journal.problem() == null);
      journal.end(after).get();
      try (Drain drain = new Drain(journal, recorded::addAll)) {
        drain.caughtUp().get();
      }
    }

    assertThat(recorded).containsExactly(before, after);
  }

  @Test
  void aFileThatAFailedTryLeftIsTakenByTheNext() throws Exception {
    Attempt before = attempt(TokenUse.NONE, Spend.NONE);
    Attempt after = attempt(TokenUse.NONE, Spend.NONE);
    try (Journal journal = Journal.open(folder, 1)) {
      Files.createFile(folder.resolve("journal-000000000002.log"));
      journal.end(before).get();
      journal.end(after).get();
      assertThat(journal.problem()).isNull();
      try (Drain drain = new Drain(journal, recorded::addAll)) {
        drain.caughtUp().get();
      }
    }

    assertThat(recorded).containsExactly(before, after);
  }

  @Test
  void manyAtOnceAllReachTheDisk() throws Exception {
    try (Journal journal = Journal.open(folder)) {
      List<CompletableFuture<Void>> ends = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        Attempt one = attempt(TokenUse.NONE, Spend.NONE);
        journal.begin(one);
        ends.add(journal.end(one));
      }
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get();
    }
    try (Journal journal = Journal.open(folder);
        Drain drain = new Drain(journal, recorded::addAll)) {
      drain.caughtUp().get();
    }

    assertThat(recorded).hasSize(5_000);
    assertThat(recorded).extracting(Attempt::id).doesNotHaveDuplicates();
  }

  private static void makeAttempts(Journal journal, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      Attempt one = attempt(TokenUse.NONE, Spend.NONE);
      journal.begin(one);
      journal.end(one).get();
    }
  }

  private void take(AtomicBoolean up, List<Attempt> batch) {
    if (!up.get()) {
      throw new DataAccessException("PostgreSQL is away");
    }
    recorded.addAll(batch);
  }

  private long files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("journal-")).count();
    }
  }

  private Result of(Attempt attempt) {
    return recorded.stream()
        .filter(a -> a.id().equals(attempt.id()))
        .findFirst()
        .orElseThrow()
        .result();
  }

  private static Attempt attempt(TokenUse use, Spend spend) {
    return new Attempt(
        UuidV7.next(),
        Instant.ofEpochMilli(1_760_000_000_000L),
        new Purse(UuidV7.next(), UuidV7.next(), true),
        new Request("run-1:model:2", "0af7651916cd43dd8448eb211c80319c", "smart", CallKind.PERSON),
        new Target("openai", "gpt-5.1", UuidV7.next(), RESERVED),
        new Result(
            AttemptOutcome.DONE,
            false,
            200,
            null,
            use,
            spend,
            Duration.ofMillis(12),
            Duration.ofMillis(345)));
  }
}
