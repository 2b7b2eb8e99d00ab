package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.part.Part;
import dev.clawstead.standalone.part.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The parts that are programs of ours. */
final class Parts {

  private static final Part.Stop STOP = new Part.Stop("TERM", Duration.ofSeconds(40));

  /** A training run must not want the port of the program that works. */
  private static final int ANY_PORT = 0;

  private Parts() {}

  static Part simulators(Site site) throws IOException {
    Map<String, String> environment =
        new TreeMap<>(PlatformSettings.asEnvironment(PlatformSettings.basic(site)));
    int port = site.ports().hetzner();
    environment.put("CLAWSTEAD_HETZNER_SIMULATOR_LISTEN", "127.0.0.1:" + port);
    environment.put(
        "CLAWSTEAD_CLOUDFLARE_SIMULATOR_LISTEN", "127.0.0.1:" + site.ports().cloudflare());
    environment.put(
        "CLAWSTEAD_PROVIDERS_SIMULATOR_LISTEN", "127.0.0.1:" + site.ports().providers());
    environment.put("CLAWSTEAD_SMTP_SIMULATOR_LISTEN", "127.0.0.1:" + site.ports().smtp());
    environment.put("CLAWSTEAD_PROVIDERS_SIMULATOR_KEYS", ModelSettings.simulatorKeys(site));
    environment.put("CLAWSTEAD_SIMULATORS_STATE", site.state().folder("simulators").toString());
    environment.put("CLAWSTEAD_SIMULATORS_NODE_IMAGE", site.tools().image("node").reference());
    return new Part(
        "simulators",
        Part.Run.of(program(site, "simulators", 128).command(List.of()), environment),
        Probe.http("http://127.0.0.1:" + port + "/healthz"),
        STOP);
  }

  /** Writes down what all programs of the platform are told, and returns it. */
  static Map<String, String> settings(Site site, String platformAddress) throws IOException {
    Map<String, String> settings = PlatformSettings.complete(site, platformAddress);
    site.state().writeSettings(PlatformSettings.asProperties(settings));
    return settings;
  }

  /** Api, worker and gateway, which all wait for what they need and may start at once. */
  static List<Part> platform(Site site, Map<String, String> settings) throws IOException {
    Path file = site.state().settingsFile();
    return List.of(
        spring(site, file, "api"), spring(site, file, "worker"), gateway(site, settings));
  }

  private static Part spring(Site site, Path settingsFile, String module) throws IOException {
    int port = port(site, module);
    List<String> command = springProgram(site, module).command(arguments(settingsFile, port));
    return new Part(
        module,
        module.equals("api") ? Part.Run.of(command, Map.of()) : Part.Run.behind(command, Map.of()),
        Probe.http("http://127.0.0.1:" + port + "/readyz"),
        STOP);
  }

  private static Part gateway(Site site, Map<String, String> settings) throws IOException {
    Map<String, String> environment = new TreeMap<>(PlatformSettings.asEnvironment(settings));
    environment.put("CLAWSTEAD_GATEWAY_LISTEN", "127.0.0.1:" + site.ports().gateway());
    environment.put(
        "CLAWSTEAD_GATEWAY_CELL_LISTEN", settings.get("clawstead.node.gateway-address"));
    environment.put("CLAWSTEAD_GATEWAY_MODEL_LISTEN", "127.0.0.1:" + site.ports().models());
    environment.put("CLAWSTEAD_GATEWAY_METRICS_LISTEN", "127.0.0.1:" + site.ports().figures());
    environment.put(
        "CLAWSTEAD_GATEWAY_TABLE",
        site.state().folder("gateway").resolve("routes.table").toString());
    environment.put(
        "CLAWSTEAD_GATEWAY_JOURNAL", site.state().folder("gateway").resolve("journal").toString());
    return new Part(
        "gateway",
        Part.Run.of(program(site, "gateway", 192).command(List.of()), environment),
        Probe.http("http://127.0.0.1:" + site.ports().gateway() + "/readyz"),
        STOP);
  }

  /** What makes the programs of Spring start faster the next time. */
  static Training training(Site site, Journal journal) {
    Path file = site.state().settingsFile();
    return new Training(
        site,
        journal,
        Stream.of("api", "worker")
            .map(
                module ->
                    new Training.Lesson(springProgram(site, module), arguments(file, ANY_PORT)))
            .toList());
  }

  private static int port(Site site, String module) {
    return module.equals("api") ? site.ports().api() : site.ports().worker();
  }

  private static JavaProgram springProgram(Site site, String module) {
    return program(site, module, module.equals("api") ? 256 : 320);
  }

  private static List<String> arguments(Path settingsFile, int port) {
    return List.of(
        "--spring.config.additional-location=file:" + settingsFile,
        "--server.port=" + port,
        "--server.address=127.0.0.1");
  }

  private static JavaProgram program(Site site, String module, int heapMegabytes) {
    return new JavaProgram(module, site.tools().programs(), heapMegabytes);
  }
}
