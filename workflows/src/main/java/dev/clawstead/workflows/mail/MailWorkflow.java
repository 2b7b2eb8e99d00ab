package dev.clawstead.workflows.mail;

import dev.clawstead.workflows.Attributes;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.UUID;

/** Sends one mail of the outbox: tries for days, then says that nobody took it. */
@WorkflowInterface
public interface MailWorkflow {

  String TASK_QUEUE = "mails";

  static String idFor(UUID mail) {
    return "mail/" + mail;
  }

  /** How everyone starts it: one at a time for each mail. */
  static WorkflowOptions optionsFor(UUID mail, UUID account) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(idFor(mail))
        .setTaskQueue(TASK_QUEUE)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setStaticSummary("A mail to an owner")
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder().set(Attributes.ACCOUNT_ID, account.toString()).build())
        .build();
  }

  /** Returns when the mail is sent, or given up. */
  @WorkflowMethod
  void deliver(UUID mail);
}
