package dev.clawstead.api.lifecycle;

import dev.clawstead.api.settings.ApiSettings;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects to Temporal when it is first needed; that it is down stops nobody from starting. */
@Configuration(proxyBeanMethods = false)
class TemporalConnection {

  private static final Duration CALL = Duration.ofSeconds(10);
  private static final long PROBE_MILLIS = 1_000;

  @Bean(destroyMethod = "shutdownNow")
  WorkflowServiceStubs workflowServiceStubs(ApiSettings settings) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(settings.temporalTarget())
            .setRpcTimeout(CALL)
            .build());
  }

  @Bean
  WorkflowClient workflowClient(WorkflowServiceStubs stubs) {
    return WorkflowClient.newInstance(stubs);
  }

  @Bean
  TemporalProbe temporalProbe(WorkflowServiceStubs stubs) {
    return () ->
        stubs
            .blockingStub()
            .withDeadlineAfter(PROBE_MILLIS, TimeUnit.MILLISECONDS)
            .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
  }
}
