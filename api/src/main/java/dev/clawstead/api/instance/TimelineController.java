package dev.clawstead.api.instance;

import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.instance.TimelineEntries;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What happened to an agent: as a list, or live. */
@Tag(name = "instances")
@RestController
class TimelineController {

  private static final String PATH = "/api/v1/instances/{id}/timeline";

  private final InstanceActions instances;
  private final TimelineEntries entries;
  private final TimelineStreams streams;

  TimelineController(InstanceActions instances, TimelineEntries entries, TimelineStreams streams) {
    this.instances = instances;
    this.entries = entries;
    this.streams = streams;
  }

  @Operation(
      summary = "What happened to the agent, oldest first",
      description =
          "With Accept: text/event-stream the same as server-sent events: `timeline` for every item"
              + " (its id is the event's id; Last-Event-ID goes on after it) and `instance` whenever"
              + " the agent changes.",
      operationId = "timeline")
  @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
  Page<TimelineItem> list(Caller caller, @PathVariable UUID id, PageRequest page) {
    Instance instance = instances.find(caller, id);
    Long after = page.afterKey(Long::valueOf);
    return Page.of(
        entries.after(instance.id(), after == null ? 0 : after, page.rows()),
        page,
        entry -> Long.toString(entry.id()),
        TimelineItem::of);
  }

  @Hidden
  @GetMapping(path = PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void follow(
      Caller caller,
      @PathVariable UUID id,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Instance instance = instances.find(caller, id);
    streams.follow(instance, request.getHeader("Last-Event-ID"), response);
  }
}
