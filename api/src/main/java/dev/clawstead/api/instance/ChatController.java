package dev.clawstead.api.instance;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.Word;
import dev.clawstead.secrets.ChatPass;
import dev.clawstead.secrets.PlatformSecret;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lets the console talk to an agent at the agent's own address. */
@Tag(name = "instances")
@RestController
class ChatController {

  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final InstanceActions actions;
  private final InstanceViews views;
  private final ChatPass passes;
  private final Clock clock;

  ChatController(InstanceActions actions, InstanceViews views, PlatformSecret secret, Clock clock) {
    this.actions = actions;
    this.views = views;
    this.passes = new ChatPass(secret);
    this.clock = clock;
  }

  @Operation(
      summary = "A pass for the chat with an agent, good for a quarter of an hour",
      description =
          "As a bearer token it opens POST /v1/chat/completions at the agent's own address and"
              + " nothing else, also for pages of the console. Ask for another one before it ends.",
      operationId = "createChatPass")
  @PostMapping("/api/v1/instances/{id}/chat-pass")
  @ResponseStatus(HttpStatus.CREATED)
  Pass create(Caller caller, @PathVariable UUID id) {
    Instance instance = actions.find(caller, id);
    String url = views.url(instance, Word.of(InstanceState.class, instance.state()));
    if (url == null) {
      throw ProblemException.of(
          Kind.CONFLICT, "The agent is " + instance.state() + "; it has no address yet.");
    }
    Instant expires = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
    return new Pass(
        passes.issue(instance.id(), instance.accessVersion(), expires),
        url + "/v1/chat/completions",
        expires);
  }

  /** What opens an agent's chat for some minutes. */
  record Pass(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String token,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              description = "Where to send chat completions.")
          String url,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant expiresAt) {

    @Override
    public String toString() {
      return "Pass[" + expiresAt + "]";
    }
  }
}
