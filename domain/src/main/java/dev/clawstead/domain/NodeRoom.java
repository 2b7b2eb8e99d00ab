package dev.clawstead.domain;

/**
 * What a node has left for cells. The rule of capacity: cells are counted with what they settle at,
 * the node keeps a tenth of its memory, and an image may set a highest count.
 */
public record NodeRoom(long memoryBytes, long committedBytes, int cells) {

  /** The first port a cell may be published on. */
  public static final int PORT_FIRST = 16_000;

  /**
   * The last port a cell may be published on: each has a {@link CellSubnet} of its own. Linux gives
   * outgoing connections the ports from 32,768 on (ip_local_port_range), which a cell could find
   * taken.
   */
  public static final int PORT_LAST = PORT_FIRST + CellSubnet.COUNT - 1;

  /** The engine, the shims (about 13 MB a container) and the page cache live in the rest. */
  private static final int USABLE_PERCENT = 90;

  private static final int PORTS = PORT_LAST - PORT_FIRST + 1;

  /** How many more cells of this image and size fit. */
  public int cellsThatFit(AgentImage image, Size size) {
    long byMemory = freeBytes() / size.committedBytes(image);
    long byCount = Math.min(image.cellsPerNode(), PORTS) - (long) cells;
    return (int) Math.max(0, Math.min(byMemory, byCount));
  }

  /** The memory that may still be committed to cells; never negative. */
  public long freeBytes() {
    return Math.max(0, memoryBytes / 100 * USABLE_PERCENT - committedBytes);
  }
}
