package dev.clawstead.standalone.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clawstead.standalone.port.Ports;
import dev.clawstead.standalone.process.ProcessId;
import dev.clawstead.standalone.state.Installation;
import dev.clawstead.standalone.state.RunFile;
import dev.clawstead.standalone.state.StateDirectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What {@code status --json} says. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Status(
    boolean ready,
    String installation,
    Urls urls,
    String temporal,
    Login operator,
    String agentDomain,
    String cellGateway,
    Tokens tokens,
    Map<String, Long> pids) {

  /** Where everything answers. */
  public record Urls(
      String console,
      String api,
      String gateway,
      String temporalUi,
      String hetzner,
      String cloudflare,
      String providers,
      String models) {}

  /** The operator's account. */
  public record Login(String email, String password) {}

  /** What the simulated providers want to see. */
  public record Tokens(String hetzner, String cloudflare) {}

  /** Reads the state of the installation in this folder, if there is one. */
  public static Optional<Status> of(StateDirectory state) throws IOException {
    Optional<Installation> installation = state.installation();
    return installation.isEmpty()
        ? Optional.empty()
        : Optional.of(of(state, installation.get(), state.run()));
  }

  private static Status of(StateDirectory state, Installation installation, Optional<RunFile> run)
      throws IOException {
    Map<String, Long> pids = new LinkedHashMap<>();
    boolean alive = run.isPresent() && run.get().supervisor().alive();
    boolean ready = alive && run.orElseThrow().ready();
    if (run.isPresent()) {
      for (Map.Entry<String, ProcessId> part : run.get().parts().entrySet()) {
        if (part.getValue().alive()) {
          pids.put(part.getKey(), part.getValue().pid());
        } else {
          ready = false;
        }
      }
      if (alive) {
        pids.put("supervisor", run.get().supervisor().pid());
      }
    }
    Ports ports = new Ports(installation.options().portBase());
    return new Status(
        ready,
        installation.id(),
        urls(ports),
        "127.0.0.1:" + ports.temporal(),
        new Login(PlatformSettings.OPERATOR, state.operatorPassword()),
        PlatformSettings.AGENT_DOMAIN,
        state.setting("clawstead.node.gateway-address").orElse(""),
        new Tokens(state.token("hetzner"), state.token("cloudflare")),
        pids);
  }

  private static Urls urls(Ports ports) {
    return new Urls(
        local(ports.api(), "/"),
        local(ports.api(), ""),
        local(ports.gateway(), ""),
        local(ports.temporalUi(), ""),
        local(ports.hetzner(), "/v1"),
        local(ports.cloudflare(), "/client/v4"),
        local(ports.providers(), ""),
        local(ports.models(), "/v1"));
  }

  private static String local(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** The same for people. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append(ready ? "Clawstead is ready.\n" : "Clawstead is not ready.\n");
    text.append("  console      ").append(urls.console()).append('\n');
    text.append("  API          ").append(urls.api()).append("/api/v1\n");
    text.append("  agents       http://<slug>.").append(agentDomain);
    text.append(urls.gateway().substring(urls.gateway().lastIndexOf(':'))).append('\n');
    text.append("  models       ").append(urls.models()).append('\n');
    text.append("  Temporal UI  ").append(urls.temporalUi()).append('\n');
    text.append("  operator     ").append(operator.email()).append("  ");
    text.append(operator.password()).append('\n');
    text.append("  running      ").append(pids.isEmpty() ? "nothing" : pids).append('\n');
    return text.toString();
  }

  /** One line that signs somebody up. */
  public String signupLine() {
    return "curl -s "
        + urls.api()
        + "/api/v1/signup -H 'Content-Type: application/json'"
        + " -H \"Idempotency-Key: $(date +%s%N)\""
        + " -d '{\"email\":\"me@example.com\",\"password\":\"correct horse battery\","
        + "\"agentName\":\"My agent\"}'";
  }
}
