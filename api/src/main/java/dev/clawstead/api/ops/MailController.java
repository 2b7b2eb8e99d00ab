package dev.clawstead.api.ops;

import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.session.Operator;
import dev.clawstead.db.Database;
import dev.clawstead.db.mail.Mails;
import dev.clawstead.db.mail.Mails.Mail;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every mail that was, or is to be, sent. */
@Tag(name = "operator")
@RestController
class MailController {

  private final Mails mails;

  MailController(Database database) {
    this.mails = new Mails(database.sql());
  }

  @Operation(
      summary = "Mails, newest first",
      description = "Links in them that act without a session are left out.",
      operationId = "opsMails")
  @GetMapping("/api/v1/ops/mails")
  Page<MailView> list(Operator operator, PageRequest page) {
    return Page.of(
        mails.list(page.afterId(), page.rows()),
        page,
        mail -> mail.id().toString(),
        MailView::of);
  }

  /** A mail; its bodies are empty until it was tried to send. */
  record MailView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID id,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String to,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String subject,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String text,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String html,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              allowableValues = {"waiting", "sent", "failed"})
          String state,
      @Schema(types = {"string", "null"}) @Nullable String problem,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant createdAt,
      @Schema(
              types = {"string", "null"},
              format = "date-time")
          @Nullable Instant sentAt) {

    static MailView of(Mail mail) {
      return new MailView(
          mail.id(),
          mail.recipient(),
          mail.subject(),
          mail.text(),
          mail.html(),
          mail.state(),
          mail.problem(),
          mail.createdAt(),
          mail.sentAt());
    }
  }
}
