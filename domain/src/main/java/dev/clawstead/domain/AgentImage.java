package dev.clawstead.domain;

import java.time.Duration;
import java.util.Map;

/**
 * An agent image and what a cell made from it needs; `images/README.md` says what each promises.
 */
public enum AgentImage implements Word {
  AGENT_LITE(
      8080,
      "/data",
      megabytes(32),
      megabytes(64),
      10_000,
      0,
      Duration.ofSeconds(5),
      Map.of("/tmp", "size=16m")),
  OPENCLAW(
      18789,
      "/home/node/.openclaw",
      megabytes(820),
      megabytes(1536),
      50,
      2_000,
      Duration.ofSeconds(330),
      Map.of(
          "/tmp", "size=256m,mode=1777",
          "/home/node/.cache", "uid=1000,gid=1000,size=64m",
          "/home/node/.npm", "uid=1000,gid=1000,size=16m"));

  private final int port;
  private final String statePath;
  private final long settledBytes;
  private final long memoryLimitBytes;
  private final int cellsPerNode;
  private final int startCpuMillis;
  private final Duration stopTimeout;

  @SuppressWarnings("ImmutableEnumChecker") // always made by Map.of
  private final Map<String, String> tmpfs;

  AgentImage(
      int port,
      String statePath,
      long settledBytes,
      long memoryLimitBytes,
      int cellsPerNode,
      int startCpuMillis,
      Duration stopTimeout,
      Map<String, String> tmpfs) {
    this.port = port;
    this.statePath = statePath;
    this.settledBytes = settledBytes;
    this.memoryLimitBytes = memoryLimitBytes;
    this.cellsPerNode = cellsPerNode;
    this.startCpuMillis = startCpuMillis;
    this.stopTimeout = stopTimeout;
    this.tmpfs = tmpfs;
  }

  private static long megabytes(long count) {
    return count * 1024 * 1024;
  }

  /** The port the agent listens on inside its cell. */
  public int port() {
    return port;
  }

  /** Where the cell's volume is mounted. */
  public String statePath() {
    return statePath;
  }

  /** What a small cell really holds once it has settled, in bytes. */
  public long settledBytes() {
    return settledBytes;
  }

  /** The hard memory limit of a small cell, in bytes. */
  public long memoryLimitBytes() {
    return memoryLimitBytes;
  }

  /** How many cells of this image a node holds at most, whatever its memory says. */
  public int cellsPerNode() {
    return cellsPerNode;
  }

  /**
   * The processors its start can use, in thousandths of a core; 0 where what a cell's size gives is
   * enough. OpenClaw works for about 11 s of one before it answers.
   */
  public int startCpuMillis() {
    return startCpuMillis;
  }

  /** How long the agent may take to end its work after SIGTERM. */
  public Duration stopTimeout() {
    return stopTimeout;
  }

  /** Whether its first turn after a start takes so much longer that no customer should meet it. */
  public boolean firstTurnIsSlow() {
    return this == OPENCLAW;
  }

  /** The writable places in memory: path to mount options. */
  public Map<String, String> tmpfs() {
    return tmpfs;
  }
}
