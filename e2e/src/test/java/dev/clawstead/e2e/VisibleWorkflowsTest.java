package dev.clawstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person on call sees of the workflows. */
@Timeout(600)
class VisibleWorkflowsTest {

  private final Installation installation = Installation.up();

  @Test
  void everyKindOfWorkflowRunsUnderItsBusinessIdAndSaysWhatItDoes() {
    Agent agent = Agent.signUp(installation);
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(installation.status().path("temporal").asText())
                .build());
    try {
      WorkflowClient client =
          WorkflowClient.newInstance(service, WorkflowClientOptions.newBuilder().build());
      for (String prefix : new String[] {"instance/" + agent.id(), "pool/", "node/", "region/"}) {
        Wait.until(Duration.ofSeconds(30), () -> saysWhatItDoes(client, prefix));
      }
    } finally {
      service.shutdownNow();
    }
  }

  private static void saysWhatItDoes(WorkflowClient client, String prefix) {
    var found =
        client
            .listExecutions(
                "ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH '" + prefix + "'")
            .findFirst();
    assertThat(found).as(prefix).isPresent();
    var description =
        client.newUntypedWorkflowStub(found.get().getExecution().getWorkflowId()).describe();
    // A summary cannot be carried over when a workflow continues as new; design, section 5.
    if (description.getFirstRunId().equals(description.getExecution().getRunId())) {
      assertThat(description.getStaticSummary()).as("summary of " + prefix).isNotBlank();
    }
    assertThat(description.getTypedSearchAttributes().size())
        .as("search attributes of " + prefix)
        .isPositive();
    String details =
        client
            .newUntypedWorkflowStub(found.get().getExecution().getWorkflowId())
            .query("__temporal_workflow_metadata", io.temporal.api.sdk.v1.WorkflowMetadata.class)
            .getCurrentDetails();
    assertThat(details).as("current details of " + prefix).isNotBlank();
  }
}
