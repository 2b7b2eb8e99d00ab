package dev.clawstead.api.settings;

import java.math.BigInteger;
import java.net.InetAddress;

/** A range of addresses like {@code 10.0.0.0/8}; a single address is a range of one. */
public record Cidr(InetAddress network, int prefix) {

  /** Reads a range; a wrong one names the property it came from. */
  public static Cidr parse(String property, String text) {
    String[] parts = text.split("/", 2);
    try {
      InetAddress network = InetAddress.ofLiteral(parts[0]);
      int bits = network.getAddress().length * Byte.SIZE;
      int prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
      if (prefix < 0 || prefix > bits) {
        throw new IllegalArgumentException("the prefix is out of range");
      }
      return new Cidr(network, prefix);
    } catch (IllegalArgumentException e) {
      throw Required.broken(property, "say an address or a range like 10.0.0.0/8, not " + text);
    }
  }

  public boolean contains(InetAddress address) {
    byte[] own = network.getAddress();
    byte[] other = address.getAddress();
    return own.length == other.length && head(own).equals(head(other));
  }

  private BigInteger head(byte[] address) {
    return new BigInteger(1, address).shiftRight(address.length * Byte.SIZE - prefix);
  }
}
