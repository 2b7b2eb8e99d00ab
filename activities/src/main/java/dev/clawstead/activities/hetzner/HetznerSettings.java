package dev.clawstead.activities.hetzner;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Hetzner Cloud is, and what its servers are told at their first boot.
 *
 * @param installation the installation's short id, in names and labels
 * @param url the API without its version, {@code https://api.hetzner.cloud}
 * @param network the private network that nodes join; without one they are reached publicly
 * @param landsWithin how long a create whose answer was lost may still take effect
 */
public record HetznerSettings(
    String installation,
    String url,
    String token,
    @Nullable Long network,
    Duration landsWithin,
    NodeAccess node) {

  @Override
  public String toString() {
    return "HetznerSettings[" + installation + " at " + url + "]";
  }

  /**
   * Who may reach a node, and whom it reaches.
   *
   * @param enrolUrl where it asks for its certificate
   * @param gatewayAddress {@code ip:port} that cells may reach within private ranges
   * @param gatewaySources CIDRs of those who reach cells: gateways, and workers, which probe
   * @param controlSources CIDRs of the workers, which reach the Docker API
   */
  public record NodeAccess(
      String enrolUrl,
      String gatewayAddress,
      List<String> gatewaySources,
      List<String> controlSources) {

    public NodeAccess {
      gatewaySources = List.copyOf(gatewaySources);
      controlSources = List.copyOf(controlSources);
    }
  }
}
