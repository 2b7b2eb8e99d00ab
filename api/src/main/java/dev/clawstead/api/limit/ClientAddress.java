package dev.clawstead.api.limit;

import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.api.settings.Cidr;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Who is asking, as far as the network tells: the peer of the connection, or what a proxy that we
 * trust says about it. Anybody can write X-Forwarded-For, so only its trusted end counts.
 */
@Component
class ClientAddress {

  private static final int IPV6_PREFIX_GROUPS = 4;

  private final List<Cidr> proxies;

  ClientAddress(ApiSettings settings) {
    this.proxies =
        settings.trustedProxies().stream()
            .map(range -> Cidr.parse("clawstead.trusted-proxies", range))
            .toList();
  }

  /** One stranger: an IPv4 address, or the /64 that a household gets of IPv6. */
  String of(HttpServletRequest request) {
    InetAddress address = InetAddress.ofLiteral(request.getRemoteAddr());
    List<String> hops =
        Collections.list(request.getHeaders("X-Forwarded-For")).stream()
            .flatMap(header -> List.of(header.split(",", -1)).stream())
            .map(String::trim)
            .toList();
    for (String hop : hops.reversed()) {
      if (!isProxy(address)) {
        break;
      }
      try {
        address = InetAddress.ofLiteral(hop);
      } catch (IllegalArgumentException notAnAddress) {
        break;
      }
    }
    return key(address);
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(range -> range.contains(address));
  }

  private static String key(InetAddress address) {
    String text = address.getHostAddress();
    if (!(address instanceof Inet6Address) || address.isLoopbackAddress()) {
      return text;
    }
    return String.join(":", List.of(text.split(":")).subList(0, IPV6_PREFIX_GROUPS)) + "::/64";
  }
}
