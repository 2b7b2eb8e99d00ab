package dev.clawstead.activities.records;

import java.util.List;
import java.util.Map;

/**
 * What the fleet should look like.
 *
 * @param agentImage the word of the agent image that new nodes and pools hold
 */
public record FleetSettings(String agentImage, Map<String, RegionSettings> regions) {

  public FleetSettings {
    regions = Map.copyOf(regions);
  }

  /**
   * One region.
   *
   * @param location the provider's location for its servers
   * @param serverTypes in the order in which they are tried
   * @param serverImage the operating system of its servers
   * @param nodes how many servers it keeps
   * @param poolTargets by size: how many warm cells a new pool keeps
   */
  public record RegionSettings(
      String location,
      List<String> serverTypes,
      String serverImage,
      int nodes,
      Map<String, Integer> poolTargets) {

    public RegionSettings {
      serverTypes = List.copyOf(serverTypes);
      poolTargets = Map.copyOf(poolTargets);
    }
  }

  /** The region of this name. */
  public RegionSettings region(String name) {
    RegionSettings region = regions.get(name);
    if (region == null) {
      throw new IllegalArgumentException("no region " + name + " is configured");
    }
    return region;
  }
}
