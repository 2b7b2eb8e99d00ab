package dev.clawstead.simulators;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.address.Cidr;
import dev.clawstead.simulators.cloudflare.CloudflareApi;
import dev.clawstead.simulators.hetzner.HetznerApi;
import dev.clawstead.simulators.http.Listener;
import dev.clawstead.simulators.http.Truth;
import dev.clawstead.simulators.machine.DockerMachines;
import dev.clawstead.simulators.machine.Machines;
import dev.clawstead.simulators.mail.MailServer;
import dev.clawstead.simulators.provider.ProvidersApi;
import dev.clawstead.simulators.state.Json;
import dev.clawstead.simulators.state.StateFile;
import dev.clawstead.simulators.state.StateLock;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;

/** Starts the simulated vendors, each on a port of its own. */
public final class Simulators {

  private static final Logger LOG = System.getLogger(Simulators.class.getName());

  private Simulators() {}

  public static void main(String[] arguments) {
    try {
      start(SimulatorsSettings.of(System.getenv()));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "the simulators cannot start: " + e.getMessage(), e);
      System.exit(1);
    }
  }

  private static void start(SimulatorsSettings settings) throws IOException {
    StateLock.take(settings.state());
    InstantSource clock = InstantSource.system();
    StateFile hetznerState = StateFile.open(settings.state().resolve("hetzner.json"));
    Machines machines = machines(settings, hetznerState);
    HetznerApi hetzner = new HetznerApi(settings.hetzner(), hetznerState, machines, clock);
    CloudflareApi cloudflare =
        new CloudflareApi(
            settings.cloudflare(),
            StateFile.open(settings.state().resolve("cloudflare.json")),
            clock);
    hetzner.recover();
    MailServer mail = new MailServer(settings.smtpListen());
    Truth truth =
        Truth.of(
            () -> {
              ObjectNode all = Json.object();
              hetzner.tell(all);
              cloudflare.tell(all);
              mail.tell(all);
              return all;
            });
    Listener hetznerListener = new Listener(settings.hetznerListen(), hetzner, truth);
    Listener cloudflareListener = new Listener(settings.cloudflareListen(), cloudflare, truth);
    ProvidersApi providers = new ProvidersApi(settings.providers(), clock);
    Listener providersListener =
        new Listener(settings.providersListen(), providers, providers::truth);
    LOG.log(
        Level.INFO,
        "simulated Hetzner on {0}, Cloudflare on {1}, providers on {2}, mail on {3}, nodes on {4}"
            + " ({5})",
        settings.hetznerListen(),
        settings.cloudflareListen(),
        settings.providersListen(),
        settings.smtpListen(),
        machines.network().name(),
        machines.network().subnet());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  hetznerListener.close();
                  cloudflareListener.close();
                  providersListener.close();
                  mail.close();
                  hetzner.close();
                }));
  }

  /** Opens the machines' network in the range of last time, so that addresses survive. */
  private static Machines machines(SimulatorsSettings settings, StateFile state) {
    Optional<String> remembered =
        state.read(root -> Optional.ofNullable(root.path("public_subnet").asText(null)));
    Machines machines =
        DockerMachines.open(
            settings.installation(), settings.nodeImage(), remembered.map(Cidr::of).orElse(null));
    state.change(root -> root.put("public_subnet", machines.network().subnet().toString()));
    return machines;
  }
}
