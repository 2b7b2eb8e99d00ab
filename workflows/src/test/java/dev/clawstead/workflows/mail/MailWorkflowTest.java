package dev.clawstead.workflows.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.workflows.world.Fault;
import dev.clawstead.workflows.world.Fault.When;
import dev.clawstead.workflows.world.Stage;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailWorkflowTest {

  private static final UUID MAIL = new UUID(9, 1);

  private final Stage stage = new Stage(List.of(MailWorkflow.TASK_QUEUE), MailWorkflowImpl.class);

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void aMailIsSent() {
    deliver();

    assertThat(stage.world.post.sent).containsExactly(MAIL);
    assertThat(stage.world.post.givenUp).isEmpty();
  }

  @Test
  void aServerThatIsAwayIsTriedAgain() {
    stage.world.breaks(Fault.passing("Mail.Send", When.BEFORE, 20));

    deliver();

    assertThat(stage.world.post.sent).containsExactly(MAIL);
    assertThat(stage.world.count("Mail.Send")).isEqualTo(21);
  }

  @Test
  void aMailThatIsRefusedIsGivenUpAndItIsSaidWhy() {
    stage.world.breaks(Fault.fatal("Mail.Send", When.BEFORE));

    deliver();

    assertThat(stage.world.post.givenUp).containsEntry(MAIL, "no luck with Mail.Send");
  }

  @Test
  void aServerThatIsAwayForDaysIsGivenUp() {
    stage.world.breaks(Fault.lasting("Mail.Send"));

    deliver();

    assertThat(stage.world.post.sent).isEmpty();
    assertThat(stage.world.post.givenUp).containsKey(MAIL);
  }

  @Test
  void aMailThatIsCancelledWaitsNoMore() {
    stage.world.breaks(Fault.lasting("Mail.Send"));
    MailWorkflow workflow = workflow();
    WorkflowClient.start(workflow::deliver, MAIL);
    stage.until("it is tried", () -> stage.world.count("Mail.Send") > 1);

    stage.client().newUntypedWorkflowStub(MailWorkflow.idFor(MAIL)).cancel();

    stage.until("it is given up", () -> stage.world.post.givenUp.containsKey(MAIL));
  }

  private void deliver() {
    workflow().deliver(MAIL);
  }

  private MailWorkflow workflow() {
    return stage.client().newWorkflowStub(MailWorkflow.class, MailWorkflow.optionsFor(MAIL, new UUID(2, 1)));
  }
}
