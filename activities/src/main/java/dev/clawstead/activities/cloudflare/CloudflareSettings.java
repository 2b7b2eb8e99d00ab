package dev.clawstead.activities.cloudflare;

/**
 * Where Cloudflare is, and where the agents' wildcard points.
 *
 * @param url the API without its path, {@code https://api.cloudflare.com}
 * @param zone the zone's name or id
 * @param agentsDomain the domain under which agents have their addresses; the record is {@code *.}
 *     of it
 * @param gatewayIp the gateway's public IPv4 address
 */
public record CloudflareSettings(
    String url, String token, String zone, String agentsDomain, String gatewayIp) {

  @Override
  public String toString() {
    return "CloudflareSettings[" + agentsDomain + " at " + url + "]";
  }
}
