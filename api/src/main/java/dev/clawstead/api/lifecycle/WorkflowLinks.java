package dev.clawstead.api.lifecycle;

import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.workflows.fleet.NodeWorkflow;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import dev.clawstead.workflows.pool.PoolWorkflow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the operator looks at a workflow. */
@Component
public class WorkflowLinks {

  private final @Nullable String ui;

  WorkflowLinks(ApiSettings settings) {
    this.ui = settings.temporalUiUrl();
  }

  /** The Temporal UI itself, if there is one. */
  public @Nullable String ui() {
    return ui;
  }

  public @Nullable String instance(UUID id) {
    return link(InstanceWorkflow.idFor(id));
  }

  public @Nullable String node(UUID id) {
    return link(NodeWorkflow.idFor(id));
  }

  public @Nullable String pool(String region, String size) {
    return link(PoolWorkflow.idFor(region, size));
  }

  private @Nullable String link(String workflowId) {
    return ui == null
        ? null
        : ui.replaceAll("/+$", "")
            + "/namespaces/default/workflows/"
            + URLEncoder.encode(workflowId, StandardCharsets.UTF_8);
  }
}
