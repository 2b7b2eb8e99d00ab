package dev.clawstead.workflows.mail;

import dev.clawstead.activities.mail.MailActivities;
import dev.clawstead.activities.mail.MailActivities.GivenUp;
import dev.clawstead.workflows.Reason;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.UUID;

/** See {@link MailWorkflow}. */
public final class MailWorkflowImpl implements MailWorkflow {

  /** As mail servers among each other do: a server may be away for a weekend. */
  private static final ActivityOptions SEND =
      ActivityOptions.newBuilder()
          .setTaskQueue(MailActivities.TASK_QUEUE)
          .setStartToCloseTimeout(Duration.ofMinutes(2))
          .setScheduleToCloseTimeout(Duration.ofDays(3))
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(Duration.ofSeconds(2))
                  .setMaximumInterval(Duration.ofMinutes(10))
                  .build())
          .build();

  /** One row of ours: as long as it takes. */
  private static final ActivityOptions GIVE_UP =
      ActivityOptions.newBuilder()
          .setTaskQueue(MailActivities.TASK_QUEUE)
          .setStartToCloseTimeout(Duration.ofSeconds(10))
          .setRetryOptions(
              RetryOptions.newBuilder().setMaximumInterval(Duration.ofMinutes(1)).build())
          .build();

  private final MailActivities sending = Workflow.newActivityStub(MailActivities.class, SEND);
  private final MailActivities givingUp = Workflow.newActivityStub(MailActivities.class, GIVE_UP);

  @Override
  public void deliver(UUID mail) {
    Workflow.setCurrentDetails("Sending it; the mail server is tried for three days");
    try {
      sending.send(mail);
    } catch (ActivityFailure failure) {
      // Cancelled or refused: without a word of ours it would wait, and be started, for ever.
      GivenUp given = new GivenUp(mail, Reason.of(failure));
      Workflow.setCurrentDetails("Given up: " + given.problem());
      Workflow.newDetachedCancellationScope(() -> givingUp.giveUp(given)).run();
    }
  }
}
