package dev.clawstead.domain;

/** How much of a node a cell gets, as a multiple of what its image needs at least. */
public enum Size implements Word {
  SMALL(1.0, 500),
  MEDIUM(1.33, 1000),
  LARGE(2.0, 2000),
  XLARGE(2.67, 4000);

  private final double floors;
  private final int cpuMillis;

  Size(double floors, int cpuMillis) {
    this.floors = floors;
    this.cpuMillis = cpuMillis;
  }

  /** The most memory a cell of this size may hold, in bytes: its hard limit. */
  public long memoryLimitBytes(AgentImage image) {
    return Math.round(image.memoryLimitBytes() * floors);
  }

  /** What a cell of this size really holds, in bytes: what it counts for when a node is filled. */
  public long committedBytes(AgentImage image) {
    return Math.round(image.settledBytes() * floors);
  }

  /** CPU limit in thousandths of a core. */
  public int cpuMillis() {
    return cpuMillis;
  }
}
