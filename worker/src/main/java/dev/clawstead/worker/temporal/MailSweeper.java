package dev.clawstead.worker.temporal;

import dev.clawstead.db.mail.Mails;
import dev.clawstead.db.mail.Mails.Due;
import dev.clawstead.workflows.mail.MailWorkflow;
import io.temporal.client.WorkflowClient;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The row is the intent: a mail that waits gets its workflow, unless it has one. */
final class MailSweeper {

  /** A sweep is one page; the next one comes soon. */
  private static final int PAGE = 200;

  private final Mails mails;
  private final WorkflowClient client;

  /** Those whose workflows were started since everything was looked at. */
  private final Set<UUID> begun = new HashSet<>();

  MailSweeper(Mails mails, WorkflowClient client) {
    this.mails = mails;
    this.client = client;
  }

  /** Every mail that waits. */
  void sweep() {
    begun.clear();
    sweepNew();
  }

  /** Those that came since the last sweep: cheap enough to look every second. */
  void sweepNew() {
    for (Due mail : mails.due(PAGE)) {
      if (!begun.contains(mail.id())) {
        ensure(mail);
        begun.add(mail.id());
      }
    }
  }

  private void ensure(Due mail) {
    MailWorkflow workflow =
        client.newWorkflowStub(
            MailWorkflow.class, MailWorkflow.optionsFor(mail.id(), mail.account()));
    WorkflowClient.start(workflow::deliver, mail.id());
  }
}
