package dev.clawstead.activities.cloudflare;

import dev.clawstead.activities.cloudflare.CloudflareApi.NewRecord;
import dev.clawstead.activities.cloudflare.CloudflareApi.RecordJson;
import dev.clawstead.activities.ledger.Outside;
import dev.clawstead.activities.ledger.ProviderException;
import dev.clawstead.activities.ledger.ProviderException.Outcome;
import dev.clawstead.db.effect.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The wildcard that leads to a gateway. Two A records of one name are legal and make a round-robin,
 * so the name is searched before anything is made.
 */
record WildcardRecord(CloudflareApi api, CloudflareSettings settings) implements Outside {

  private static final String A = "A";

  /** Longer than a change takes to get through. */
  private static final Duration SETTLES = Duration.ofMinutes(10);

  private static String comment(Effect row) {
    return "clawstead effect " + row.id();
  }

  @Override
  public Duration landsWithin() {
    // The same name and content again is refused by Cloudflare itself.
    return Duration.ZERO;
  }

  @Override
  public Duration appearsWithin() {
    return SETTLES;
  }

  /** The zone's id: people know zones by name, the API by id. */
  private String zone() throws ProviderException {
    String zone = settings.zone();
    if (zone.indexOf('.') < 0) {
      return zone;
    }
    return CloudflareClient.execute(api.zonesNamed(zone)).result().stream()
        .findFirst()
        .orElseThrow(() -> CloudflareFailures.noSuchZone(zone))
        .id();
  }

  @Override
  public Optional<String> find(Effect row) throws ProviderException {
    List<RecordJson> named =
        CloudflareClient.execute(api.recordsNamed(zone(), A, row.name())).result();
    Optional<String> ours =
        named.stream()
            .filter(r -> comment(row).equals(r.comment()))
            .map(RecordJson::id)
            .findFirst();
    if (ours.isEmpty() && !named.isEmpty()) {
      throw CloudflareFailures.nameTaken(row.name());
    }
    return ours;
  }

  @Override
  public boolean exists(String externalId) throws ProviderException {
    try {
      CloudflareClient.execute(api.record(zone(), externalId));
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
    Optional<String> there = find(row);
    if (there.isPresent()) {
      return there.get();
    }
    var made =
        CloudflareClient.execute(
            api.createRecord(
                zone(),
                new NewRecord(A, row.name(), settings.gatewayIp(), 1, false, comment(row))));
    return Objects.requireNonNull(made.result(), "a created record").id();
  }

  @Override
  public void remove(String externalId) throws ProviderException {
    try {
      CloudflareClient.execute(api.deleteRecord(zone(), externalId));
    } catch (ProviderException e) {
      if (e.outcome() != Outcome.GONE) {
        throw e;
      }
    }
  }
}
