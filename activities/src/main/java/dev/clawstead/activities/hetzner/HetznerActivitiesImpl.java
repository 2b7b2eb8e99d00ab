package dev.clawstead.activities.hetzner;

import dev.clawstead.activities.hetzner.HetznerApi.NewServer;
import dev.clawstead.activities.hetzner.HetznerApi.PrivateNet;
import dev.clawstead.activities.hetzner.HetznerApi.ServerJson;
import dev.clawstead.activities.ledger.Ledger;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.activities.records.FleetSettings;
import dev.clawstead.db.effect.Effect;
import dev.clawstead.db.effect.Effects;
import dev.clawstead.db.effect.Intent;
import dev.clawstead.db.node.Nodes;
import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.EffectState;
import dev.clawstead.domain.Word;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Servers at Hetzner Cloud through its public API. */
public final class HetznerActivitiesImpl implements HetznerActivities {

  private static final String OWNER = "node";
  private static final String SERVER = "server";
  private static final String NOT_ORDERED = "HetznerNotOrdered";
  private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(15);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final double BYTES_PER_GIGABYTE = 1024.0 * 1024 * 1024;

  private final Nodes nodes;
  private final Effects effects;
  private final Ledger ledger;
  private final HetznerApi api;
  private final HetznerSettings settings;
  private final FleetSettings fleet;
  private final PlatformSecret secret;
  private final Clock clock;

  public HetznerActivitiesImpl(
      DSLContext db, HetznerSettings settings, FleetSettings fleet, PlatformSecret secret) {
    this.clock = Clock.systemUTC();
    this.nodes = new Nodes(db);
    this.effects = new Effects(db);
    this.ledger = new Ledger(effects, clock);
    this.api = HetznerClient.create(settings.url(), settings.token());
    this.settings = settings;
    this.fleet = fleet;
    this.secret = secret;
  }

  @Override
  public void orderServer(OrderServer command) {
    UUID node = command.node();
    Nodes.Node row =
        nodes
            .find(node)
            .orElseThrow(
                () ->
                    ApplicationFailure.newNonRetryableFailure(
                        "there is no node " + node, NOT_ORDERED));
    String serverImage = fleet.region(row.region()).serverImage();
    String token = secret.enrolToken(node);
    // Before the server: it may ask for its certificate as soon as it boots.
    nodes.expectEnrolment(node, Tokens.hash(token), clock.instant().plus(TOKEN_LIFETIME));
    AgentImage agent = Word.of(AgentImage.class, row.image());
    String userData = NodeUserData.render(node, token, agent, settings.node());
    ledger.create(
        new Intent(
            "hetzner",
            SERVER,
            OWNER,
            node.toString(),
            "",
            effect -> NodeServer.nameOf(settings.installation(), effect)),
        server(node, effect -> newServer(command, effect, serverImage, userData)));
  }

  private NewServer newServer(OrderServer command, Effect row, String image, String userData) {
    Long network = settings.network();
    return new NewServer(
        row.name(),
        command.serverType(),
        command.location(),
        image,
        NodeServer.labels(settings.installation(), row, command.node()),
        userData,
        network == null ? null : List.of(network));
  }

  @Override
  public Server awaitServer(UUID node) {
    String id =
        effects
            .open(OWNER, node.toString(), SERVER)
            .filter(e -> e.state() == EffectState.PRESENT)
            .map(Effect::externalId)
            .orElseThrow(
                () ->
                    ApplicationFailure.newNonRetryableFailure(
                        "node " + node + " has no server", NOT_ORDERED));
    ServerJson server;
    try {
      server = HetznerClient.execute(api.server(Long.parseLong(id))).server();
    } catch (ProviderException e) {
      throw e.failure();
    }
    String address = address(server);
    if (!server.status().equals("running") || address == null) {
      throw stillRunning(server);
    }
    return new Server(
        server.id(),
        server.name(),
        server.serverType().name(),
        server.location() == null ? "" : server.location().name(),
        Math.round(server.serverType().memory() * BYTES_PER_GIGABYTE),
        address);
  }

  @Override
  public void deleteServer(UUID node) {
    ledger.delete(
        OWNER,
        node.toString(),
        SERVER,
        server(
            node,
            row -> {
              throw new IllegalStateException("a delete orders nothing");
            }));
  }

  private NodeServer server(UUID node, Function<Effect, NewServer> order) {
    return new NodeServer(api, settings.installation(), node, settings.landsWithin(), order);
  }

  /** In the private network if there is one to be in, else the public address. */
  private @Nullable String address(ServerJson server) {
    Long network = settings.network();
    if (network == null) {
      return server.publicNet().ipv4() == null ? null : server.publicNet().ipv4().ip();
    }
    return Optional.ofNullable(server.privateNet()).orElse(List.of()).stream()
        .filter(n -> n.network() == network)
        .map(PrivateNet::ip)
        .findFirst()
        .orElse(null);
  }

  private static ApplicationFailure stillRunning(ServerJson server) {
    return ApplicationFailure.newBuilder()
        .setType(STILL_RUNNING)
        .setMessage("server " + server.name() + " is " + server.status())
        .setNextRetryDelay(LOOK_AGAIN)
        .setCategory(ApplicationErrorCategory.BENIGN)
        .build();
  }
}
