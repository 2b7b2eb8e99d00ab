package dev.clawstead.db;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Between the database's times and ours, which both hold microseconds. */
public final class Times {

  private Times() {}

  /** Now, as exactly as the database keeps it: what was answered is what will be read. */
  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  public static OffsetDateTime of(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  public static Instant of(OffsetDateTime time) {
    return time.toInstant();
  }

  /** The same for a column that may be empty. */
  public static @Nullable Instant orNull(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
