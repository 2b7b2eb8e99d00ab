package dev.clawstead.simulators.address;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IPv4 range such as 10.0.0.0/16; {@code base} has no host bits. */
public record Cidr(long base, int prefix) {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

  /** Reads a range; throws IllegalArgumentException where the text is none, or has host bits. */
  public static Cidr of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not an IPv4 range");
    }
    int prefix = Integer.parseInt(matcher.group(5));
    long address = parse(text.substring(0, text.indexOf('/')));
    if (prefix > 32 || (address & ~mask(prefix)) != 0) {
      throw new IllegalArgumentException("'" + text + "' is not the start of an IPv4 range");
    }
    return new Cidr(address, prefix);
  }

  /** The range of this size that holds the address. */
  public static Cidr around(String address, int prefix) {
    return new Cidr(parse(address) & mask(prefix), prefix);
  }

  public long size() {
    return 1L << (32 - prefix);
  }

  /** The n-th address, counted from the range's own. */
  public String address(long n) {
    return format(base + n);
  }

  public boolean contains(String address) {
    long value = parse(address);
    return value >= base && value < base + size();
  }

  public boolean contains(Cidr other) {
    return other.base >= base && other.base + other.size() <= base + size();
  }

  public boolean overlaps(Cidr other) {
    return base < other.base + other.size() && other.base < base + size();
  }

  /** Whether the text is an IPv4 address. */
  public static boolean isAddress(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return format(base) + "/" + prefix;
  }

  private static long mask(int prefix) {
    return 0xFFFFFFFFL << (32 - prefix) & 0xFFFFFFFFL;
  }

  private static long parse(String address) {
    Matcher matcher = FORM.matcher(address + "/32");
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + address + "' is not an IPv4 address");
    }
    long value = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(matcher.group(i));
      if (part > 255) {
        throw new IllegalArgumentException("'" + address + "' is not an IPv4 address");
      }
      value = value << 8 | part;
    }
    return value;
  }

  private static String format(long value) {
    return String.format(
        Locale.ROOT,
        "%d.%d.%d.%d",
        value >> 24 & 255,
        value >> 16 & 255,
        value >> 8 & 255,
        value & 255);
  }
}
