package dev.clawstead.api;

import dev.clawstead.api.health.StartUp;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.workflows.Attributes;
import dev.clawstead.workflows.instance.InstanceWorkflow;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The API on a real PostgreSQL and Temporal's test server: one for all tests of the JVM. */
final class Stand {

  static final String OPERATOR = "operator@clawstead.localhost";
  static final String OPERATOR_PASSWORD = "operator of the stand";

  private static final Stand SHARED = start();

  private final List<String> settings;
  private final int enrolmentPort;
  private final ConfigurableApplicationContext context;

  private Stand(List<String> settings, int enrolmentPort) {
    this.settings = settings;
    this.enrolmentPort = enrolmentPort;
    this.context = run(settings);
  }

  static Stand up() {
    return SHARED;
  }

  private static Stand start() {
    try {
      int temporal = freePort();
      TestServer.createPortBoundServer(temporal);
      registerAttributes("127.0.0.1:" + temporal);
      Database.Address database = TestDatabase.createAddress();
      Path dir = Files.createTempDirectory("clawstead-api-test");
      Path secret = dir.resolve("secret");
      Files.writeString(secret, Base64.getEncoder().encodeToString(new byte[32]));
      int enrolment = freePort();
      Stand stand =
          new Stand(
              List.of(
                  "server.port=0",
                  "clawstead.database.url=" + database.url(),
                  "clawstead.database.user=" + database.user(),
                  "clawstead.database.password=" + database.password(),
                  "clawstead.temporal.target=127.0.0.1:" + temporal,
                  "clawstead.temporal-ui-url=http://127.0.0.1:7403",
                  "clawstead.platform-secret-file=" + secret,
                  "clawstead.ca-directory=" + dir.resolve("ca"),
                  "clawstead.agents.url=http://{slug}.agents.localhost:7401",
                  "clawstead.regions.fsn1.location=fsn1",
                  "clawstead.operator.email=" + OPERATOR,
                  "clawstead.operator.password=" + OPERATOR_PASSWORD,
                  "clawstead.enrolment.listen=127.0.0.1:" + enrolment,
                  "clawstead.limits.signups-per-address=100000",
                  "clawstead.limits.sign-ins-per-address=100000"),
              enrolment);
      startWorker("127.0.0.1:" + temporal, stand.bean(Database.class));
      Wait.until(() -> stand.bean(StartUp.class).isDone());
      return stand;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another process of the same installation, with these settings instead. */
  ConfigurableApplicationContext another(String... different) {
    List<String> all = new ArrayList<>(settings);
    all.removeIf(setting -> setting.startsWith("clawstead.enrolment."));
    for (String setting : different) {
      String name = setting.substring(0, setting.indexOf('=') + 1);
      all.removeIf(other -> other.startsWith(name));
      all.add(setting);
    }
    return run(all);
  }

  private static ConfigurableApplicationContext run(List<String> settings) {
    return new SpringApplicationBuilder(ApiApplication.class)
        .run(settings.stream().map(setting -> "--" + setting).toArray(String[]::new));
  }

  private static void startWorker(String temporal, Database database) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal).build());
    WorkerFactory factory = WorkerFactory.newInstance(WorkflowClient.newInstance(stubs));
    Worker worker = factory.newWorker(InstanceWorkflow.TASK_QUEUE);
    worker.registerWorkflowImplementationTypes(FakeInstances.class);
    worker.registerActivitiesImplementations(new FakeRecordsImpl(database.sql()));
    factory.start();
  }

  private static void registerAttributes(String temporal) {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(temporal)
                .validateAndBuildWithDefaults());
    AddSearchAttributesRequest.Builder request = AddSearchAttributesRequest.newBuilder();
    Attributes.ALL.forEach(
        key ->
            request.putSearchAttributes(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    operator.blockingStub().addSearchAttributes(request.build());
    operator.shutdownNow();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  PlatformSecret secret() {
    return bean(PlatformSecret.class);
  }

  int enrolmentPort() {
    return enrolmentPort;
  }

  Client client() {
    return client(context);
  }

  static Client client(ConfigurableApplicationContext context) {
    return new Client(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"), null);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
