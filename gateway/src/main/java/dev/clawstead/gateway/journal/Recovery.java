package dev.clawstead.gateway.journal;

import dev.clawstead.db.spending.Attempt;
import dev.clawstead.db.spending.Attempt.Result;
import dev.clawstead.domain.AttemptOutcome;
import dev.clawstead.domain.Spend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a process left in its journal when it died: attempts that began and have no end. They count
 * with what was known of them last, at least their prompt and at most what was reserved.
 *
 * @param lastSegment the highest number of a file, 0 when there is none
 */
record Recovery(long lastSegment, List<Attempt> cut) {

  static Recovery of(Segments segments) throws IOException {
    Map<UUID, Attempt> begun = new HashMap<>();
    Map<UUID, Entry.Progress> known = new HashMap<>();
    long last = 0;
    for (long number : segments.all().keySet()) {
      last = number;
      Segments.Batch batch = segments.read(number, 0, Long.MAX_VALUE);
      while (!batch.entries().isEmpty()) {
        for (Entry entry : batch.entries()) {
          switch (entry) {
            case Entry.Begun one -> begun.put(one.id(), one.attempt());
            case Entry.Progress one -> known.put(one.id(), one);
            case Entry.Ended one -> begun.remove(one.id());
          }
        }
        batch = segments.read(number, batch.end(), Long.MAX_VALUE);
      }
    }
    List<Attempt> cut = new ArrayList<>();
    begun.values().forEach(attempt -> cut.add(cut(attempt, known.get(attempt.id()))));
    return new Recovery(last, cut);
  }

  private static Attempt cut(Attempt attempt, Entry.@Nullable Progress known) {
    Result begun = attempt.result();
    Spend reserved = attempt.target().reserved();
    return new Attempt(
        attempt.id(),
        attempt.at(),
        attempt.purse(),
        attempt.request(),
        attempt.target(),
        new Result(
            AttemptOutcome.CUT,
            true,
            begun.status(),
            "the gateway ended in the middle",
            known == null ? begun.use() : known.use(),
            (known == null ? begun.spend() : known.spend()).atMost(reserved),
            begun.firstByte(),
            begun.total()));
  }
}
