package dev.clawstead.api.caps;

import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.db.Database;
import dev.clawstead.db.spending.Raises;
import dev.clawstead.db.spending.Raises.Raise;
import dev.clawstead.secrets.Tokens;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The link of a mail that raises a cap. Whoever has it needs no session; it does this one thing
 * until the month ends. Looking at it changes nothing, since programs look at mails' links too.
 */
@Tag(name = "caps")
@RestController
@RequestMapping("/api/v1/raises/{token}")
class RaiseLinkController {

  private final Raises raises;

  RaiseLinkController(Database database) {
    this.raises = new Raises(database.sql());
  }

  @Operation(summary = "What a link from a mail offers to raise", operationId = "getRaise")
  @SecurityRequirements
  @GetMapping
  RaiseView get(@PathVariable String token) {
    return raises
        .find(Tokens.hash(token))
        .map(RaiseView::of)
        .orElseThrow(RaiseLinkController::unknown);
  }

  @Operation(
      summary = "Raise the cap until the month ends",
      description = "A second time changes nothing.",
      operationId = "confirmRaise")
  @SecurityRequirements
  @PostMapping
  RaiseView raise(@PathVariable String token) {
    return raises
        .raise(Tokens.hash(token))
        .map(RaiseView::of)
        .orElseThrow(RaiseLinkController::unknown);
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("link");
  }

  /** What is spent, what bounds it, and what it may be raised to. */
  record RaiseView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String agentName,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"day", "month"})
          String period,
      @Schema(types = {"integer", "null"}) @Nullable Long capMicros,
      @Schema(types = {"integer", "null"}) @Nullable Long capTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long spentMicros,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long spentTokens,
      @Schema(types = {"integer", "null"}) @Nullable Long toMicros,
      @Schema(types = {"integer", "null"}) @Nullable Long toTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant expiresAt,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) boolean done) {

    static RaiseView of(Raise raise) {
      return new RaiseView(
          raise.agentName(),
          raise.period().word(),
          raise.cap().micros(),
          raise.cap().tokens(),
          raise.spent().micros(),
          raise.spent().tokens(),
          raise.to().micros(),
          raise.to().tokens(),
          raise.expiresAt(),
          raise.done());
    }
  }
}
