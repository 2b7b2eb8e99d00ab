package dev.clawstead.worker.temporal;

import dev.clawstead.activities.cloudflare.CloudflareActivities;
import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.hetzner.HetznerActivities;
import dev.clawstead.activities.mail.MailActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities;
import dev.clawstead.activities.records.NodeRecordsActivities;
import dev.clawstead.activities.records.PoolRecordsActivities;
import dev.clawstead.workflows.fleet.NodeWorkflow;
import dev.clawstead.workflows.fleet.NodeWorkflowImpl;
import dev.clawstead.workflows.fleet.RegionWorkflowImpl;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import dev.clawstead.workflows.instance.InstanceWorkflowImpl;
import dev.clawstead.workflows.mail.MailWorkflow;
import dev.clawstead.workflows.mail.MailWorkflowImpl;
import dev.clawstead.workflows.pool.PoolWorkflow;
import dev.clawstead.workflows.pool.PoolWorkflowImpl;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.List;

/** Who works on which task queue, and how much of it at once. */
public final class Crew {

  /** Sized for two cores: more at once would only make each slower. */
  private static final int WORKFLOW_TASKS = 40;

  /** Below the number of database connections, so that a burst of claims does not starve others. */
  private static final int CLAIMS = 12;

  private static final int RECORDS = 20;
  private static final int DOCKER = 12;

  /** A mail server minds many connections at once more than it minds a queue. */
  private static final int MAILS = 4;

  /** One for each node; a watch waits and costs next to nothing. */
  private static final int WATCHES = 1000;

  /** A busy machine must not be taken for a workflow that hangs. */
  private static final long DEADLOCK_MILLIS = 10_000;

  private final Hands hands;

  public Crew(Hands hands) {
    this.hands = hands;
  }

  /** The activities' implementations. */
  public record Hands(
      InstanceRecordsActivities instances,
      PoolRecordsActivities pools,
      NodeRecordsActivities nodes,
      DockerActivities docker,
      HetznerActivities hetzner,
      CloudflareActivities cloudflare,
      MailActivities mail) {}

  /** One task queue and what is registered on it. */
  public record Post(
      String taskQueue, WorkerOptions options, List<Class<?>> workflows, List<Object> activities) {}

  /** Every task queue there is; what is missing here would wait for ever without an error. */
  public List<Post> posts() {
    return List.of(
        decides(
            InstanceWorkflow.TASK_QUEUE, List.of(InstanceWorkflowImpl.class), hands.instances()),
        decides(PoolWorkflow.TASK_QUEUE, List.of(PoolWorkflowImpl.class), hands.pools()),
        decides(
            NodeWorkflow.TASK_QUEUE,
            List.of(NodeWorkflowImpl.class, RegionWorkflowImpl.class),
            hands.nodes()),
        acts(DockerActivities.TASK_QUEUE, slots(DOCKER), hands.docker()),
        acts(DockerActivities.WATCH_TASK_QUEUE, slots(WATCHES), hands.docker()),
        acts(HetznerActivities.TASK_QUEUE, perSecond(1), hands.hetzner()),
        acts(CloudflareActivities.TASK_QUEUE, perSecond(4), hands.cloudflare()),
        new Post(
            MailWorkflow.TASK_QUEUE, base().build(), List.of(MailWorkflowImpl.class), List.of()),
        acts(MailActivities.TASK_QUEUE, slots(MAILS), hands.mail()));
  }

  /** Registers all of it. */
  public void register(WorkerFactory factory) {
    for (Post post : posts()) {
      var worker = factory.newWorker(post.taskQueue(), post.options());
      if (!post.workflows().isEmpty()) {
        worker.registerWorkflowImplementationTypes(post.workflows().toArray(Class<?>[]::new));
      }
      if (!post.activities().isEmpty()) {
        worker.registerActivitiesImplementations(post.activities().toArray());
      }
    }
  }

  private static Post decides(String queue, List<Class<?>> workflows, Object records) {
    WorkerOptions options =
        base()
            .setMaxConcurrentWorkflowTaskExecutionSize(WORKFLOW_TASKS)
            .setMaxConcurrentWorkflowTaskPollers(4)
            .setMaxConcurrentLocalActivityExecutionSize(CLAIMS)
            .setMaxConcurrentActivityExecutionSize(RECORDS)
            .setMaxConcurrentActivityTaskPollers(2)
            .build();
    return new Post(queue, options, workflows, List.of(records));
  }

  private static Post acts(String queue, WorkerOptions.Builder options, Object activities) {
    return new Post(queue, options.build(), List.of(), List.of(activities));
  }

  private static WorkerOptions.Builder slots(int most) {
    return base()
        .setMaxConcurrentActivityExecutionSize(most)
        .setMaxConcurrentActivityTaskPollers(3);
  }

  /** The vendor's limit is one of the whole account, so it is kept on the server's side. */
  private static WorkerOptions.Builder perSecond(double most) {
    return slots(8).setMaxTaskQueueActivitiesPerSecond(most);
  }

  private static WorkerOptions.Builder base() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS);
  }
}
