package dev.clawstead.activities.hetzner;

import dev.clawstead.activities.hetzner.HetznerApi.NewServer;
import dev.clawstead.activities.hetzner.HetznerApi.ServerJson;
import dev.clawstead.activities.ledger.Outside;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.activities.ledger.ProviderException.Outcome;
import dev.clawstead.db.effect.Effect;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A node's server. Its name is unique in the project. */
record NodeServer(
    HetznerApi api,
    String installation,
    UUID node,
    Duration landsWithin,
    Function<Effect, NewServer> order)
    implements Outside {

  static String nameOf(String installation, UUID effect) {
    String digits = effect.toString().replace("-", "");
    return "cs-" + installation + "-n-" + digits.substring(digits.length() - 12);
  }

  static Map<String, String> labels(String installation, Effect row, UUID node) {
    return Map.of(
        "installation", installation, "effect", row.id().toString(), "node", node.toString());
  }

  @Override
  public Duration appearsWithin() {
    return landsWithin;
  }

  @Override
  public Optional<String> find(Effect row) throws ProviderException {
    Optional<ServerJson> named =
        HetznerClient.execute(api.serversNamed(row.name())).servers().stream().findFirst();
    if (named.isPresent() && !isOurs(named.get(), row)) {
      throw HetznerFailures.nameTaken(row.name());
    }
    return named.map(s -> Long.toString(s.id()));
  }

  private boolean isOurs(ServerJson server, Effect row) {
    return labels(installation, row, node).entrySet().stream()
        .allMatch(l -> l.getValue().equals(server.labels().get(l.getKey())));
  }

  @Override
  public boolean exists(String externalId) throws ProviderException {
    try {
      HetznerClient.execute(api.server(Long.parseLong(externalId)));
      return true;
    } catch (ProviderException e) {
      if (e.outcome() == Outcome.GONE) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public String make(Effect row) throws ProviderException {
    return Long.toString(HetznerClient.execute(api.createServer(order.apply(row))).server().id());
  }

  @Override
  public void remove(String externalId) throws ProviderException {
    try {
      HetznerClient.execute(api.deleteServer(Long.parseLong(externalId)));
    } catch (ProviderException e) {
      if (e.outcome() != Outcome.GONE) {
        throw e;
      }
    }
  }
}
