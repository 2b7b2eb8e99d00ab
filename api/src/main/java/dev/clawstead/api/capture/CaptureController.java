package dev.clawstead.api.capture;

import dev.clawstead.api.capture.OwnersCapture.Said;
import dev.clawstead.api.instance.InstanceActions;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.capture.Captures.Capture;
import dev.clawstead.db.capture.Contents;
import dev.clawstead.db.instance.Instance;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Whether what an agent says to models is kept, and what was. For its owner and nobody else. */
@Tag(name = "models")
@RestController
class CaptureController {

  private static final int HOURS_MAX = 168;

  private final InstanceActions instances;
  private final OwnersCapture capture;

  CaptureController(InstanceActions instances, OwnersCapture capture) {
    this.instances = instances;
    this.capture = capture;
  }

  @Operation(summary = "Whether what an agent says to models is kept", operationId = "getCapture")
  @GetMapping("/api/v1/instances/{id}/capture")
  CaptureView get(Caller caller, @PathVariable UUID id) {
    return view(instances.find(caller, id));
  }

  @Operation(
      summary = "Keep what an agent says to models for some hours, or keep nothing more",
      description =
          "Off unless its owner turns it on; ends by itself. Each call's request and answer are"
              + " kept up to 256 KiB each, sealed, and deleted seven days after the end. Headers"
              + " are never kept. Holds within a second.",
      operationId = "setCapture")
  @PutMapping("/api/v1/instances/{id}/capture")
  CaptureView set(Caller caller, @PathVariable UUID id, @RequestBody NewCapture body) {
    Instance instance = instances.find(caller, id);
    Integer hours = body.checkedHours();
    if (hours == null) {
      capture.end(caller, instance);
    } else {
      capture.keep(caller, instance, hours);
    }
    return view(instance);
  }

  @Operation(
      summary = "Keep nothing more of what an agent says to models, and delete what was kept",
      operationId = "deleteCapture")
  @DeleteMapping("/api/v1/instances/{id}/capture")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(Caller caller, @PathVariable UUID id) {
    capture.delete(caller, instances.find(caller, id));
  }

  @Operation(
      summary = "What was said in the call that this attempt served",
      description =
          "There for the last attempt of each call that was made while it was kept. Where the"
              + " gateway had no room or no database it is not there.",
      operationId = "getAttemptContent")
  @GetMapping("/api/v1/instances/{id}/attempts/{attemptId}/content")
  ContentView content(Caller caller, @PathVariable UUID id, @PathVariable UUID attemptId) {
    Said said = capture.said(instances.find(caller, id), attemptId);
    if (said == null) {
      throw ProblemException.notFound("content");
    }
    return new ContentView(said.request(), said.response(), said.truncated(), said.expires());
  }

  private CaptureView view(Instance instance) {
    Capture found = capture.of(instance).orElse(null);
    if (found == null) {
      return new CaptureView(null, 0, 0, Contents.BYTES_MAX);
    }
    return new CaptureView(
        found.until().isAfter(capture.now()) ? found.until() : null,
        found.kept(),
        found.bytes(),
        Contents.BYTES_MAX);
  }

  /** How long to keep. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record NewCapture(
      @Schema(
              types = {"integer", "null"},
              description = "From now on; null ends it",
              minimum = "1",
              maximum = "168")
          @Nullable Integer hours) {

    @Nullable Integer checkedHours() {
      FieldErrors errors = new FieldErrors();
      if (hours != null && (hours < 1 || hours > HOURS_MAX)) {
        errors.add("hours", "must be 1 to " + HOURS_MAX + ", or null for none");
      }
      errors.orThrow();
      return hours;
    }
  }

  /** Whether it is kept, and how much was. */
  record CaptureView(
      @Schema(
              types = {"string", "null"},
              format = "date-time",
              description = "null while nothing is kept",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable Instant until,
      @Schema(
              description = "How many calls' content is there",
              requiredMode = Schema.RequiredMode.REQUIRED)
          int kept,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long keptBytes,
      @Schema(
              description = "Beyond this nothing more is kept until some of it is deleted",
              requiredMode = Schema.RequiredMode.REQUIRED)
          long keptBytesMax) {}

  /** A request as it was sent, and the answer as it was heard. */
  record ContentView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String request,
      @Schema(
              types = {"string", "null"},
              description = "null when nothing was answered",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String response,
      @Schema(
              description = "Whether more was said than is kept",
              requiredMode = Schema.RequiredMode.REQUIRED)
          boolean truncated,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant expiresAt) {}
}
