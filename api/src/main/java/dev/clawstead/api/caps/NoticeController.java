package dev.clawstead.api.caps;

import dev.clawstead.api.instance.InstanceActions;
import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.spending.SpendingNotices;
import dev.clawstead.db.spending.SpendingNotices.Notice;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What an owner was told about an agent's spending. */
@Tag(name = "caps")
@RestController
class NoticeController {

  private final InstanceActions instances;
  private final SpendingNotices notices;

  NoticeController(InstanceActions instances, Database database) {
    this.instances = instances;
    this.notices = new SpendingNotices(database.sql());
  }

  @Operation(
      summary = "What was told about an agent's spending, newest first",
      description = "Each was mailed to the account's owner as well.",
      operationId = "listNotices")
  @GetMapping("/api/v1/instances/{id}/notices")
  Page<NoticeView> list(Caller caller, @PathVariable UUID id, PageRequest page) {
    Instance instance = instances.find(caller, id);
    return Page.of(
        notices.list(instance.account(), instance.id(), page.afterId(), page.rows()),
        page,
        notice -> notice.id().toString(),
        NoticeView::of);
  }

  /** A notice; {@code percent} is null where no cap is meant. */
  record NoticeView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID id,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"share", "reached", "ask", "anomaly"})
          String kind,
      @Schema(types = {"integer", "null"}) @Nullable Integer percent,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"account", "instance", "key"})
          String scope,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"hour", "day", "month"})
          String period,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant at) {

    static NoticeView of(Notice notice) {
      return new NoticeView(
          notice.id(),
          notice.kind(),
          notice.percent(),
          notice.scope(),
          notice.period(),
          notice.at());
    }
  }
}
