package dev.clawstead.worker.temporal;

import dev.clawstead.db.mail.Mails;
import dev.clawstead.db.mail.Mails.Due;
import dev.clawstead.workflows.mail.MailWorkflow;
import io.temporal.client.WorkflowClient;

/** The row is the intent: a mail that waits gets its workflow, unless it has one. */
final class MailSweeper {

  /** A sweep is one page; the next one comes soon. */
  private static final int PAGE = 200;

  private final Mails mails;
  private final WorkflowClient client;

  MailSweeper(Mails mails, WorkflowClient client) {
    this.mails = mails;
    this.client = client;
  }

  void sweep() {
    mails.due(PAGE).forEach(this::ensure);
  }

  private void ensure(Due mail) {
    MailWorkflow workflow =
        client.newWorkflowStub(
            MailWorkflow.class, MailWorkflow.optionsFor(mail.id(), mail.account()));
    WorkflowClient.start(workflow::deliver, mail.id());
  }
}
