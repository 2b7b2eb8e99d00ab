package dev.clawstead.api.instance;

import dev.clawstead.db.instance.TimelineEntries.Entry;
import dev.clawstead.domain.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that happened to an agent, told to its owner. */
public record TimelineItem(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long id,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant at,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String kind,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String title,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            types = {"string", "null"})
        @Nullable String detail,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            allowableValues = {"you", "clawstead", "operator"})
        String actor,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            types = {"integer", "null"})
        @Nullable Integer attempt,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            allowableValues = {"info", "good", "warn", "bad"})
        String level) {

  static TimelineItem of(Entry entry) {
    return new TimelineItem(
        entry.id(),
        entry.at(),
        entry.kind(),
        entry.title(),
        entry.detail(),
        entry.actor().equals(Actor.CUSTOMER.word()) ? "you" : entry.actor(),
        entry.attempt(),
        entry.level());
  }
}
