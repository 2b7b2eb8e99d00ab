package dev.clawstead.domain;

/**
 * The network of a cell on its node, which follows from the port the cell is published on: the nth
 * port has the nth four addresses of 10.201.0.0/16. So a node's firewall knows where each port
 * leads before there is a cell, and making one changes no rule of it (docs/decisions/0007). The
 * node's script {@code node-user-data.sh} reckons the same.
 */
public record CellSubnet(int port) {

  /** How many there are in 10.201.0.0/16. */
  static final int COUNT = 1 << 14;

  private static final int BLOCKS_PER_OCTET = 64;

  /** Fails for a port that no cell may have. */
  public CellSubnet {
    if (port < NodeRoom.PORT_FIRST || port > NodeRoom.PORT_LAST) {
      throw new IllegalArgumentException("a cell cannot be published on port " + port);
    }
  }

  /** As {@code 10.201.0.8/30}. */
  public String cidr() {
    return address(0) + "/30";
  }

  /** The cell's own address; the one before it is the node's. */
  public String cellAddress() {
    return address(2);
  }

  private String address(int host) {
    int n = port - NodeRoom.PORT_FIRST;
    return "10.201." + n / BLOCKS_PER_OCTET + "." + (n % BLOCKS_PER_OCTET * 4 + host);
  }
}
