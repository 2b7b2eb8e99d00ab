package dev.clawstead.standalone.port;

import java.util.LinkedHashMap;
import java.util.Map;

/** The ports of an installation: fourteen in a row from the base. */
public record Ports(int base) {

  private static final int LAST = 13;

  /** Refuses a base that leaves no room for the others. */
  public Ports {
    if (base < 1024 || base + LAST > 65_535) {
      throw new IllegalArgumentException(
          "--port-base must be between 1024 and " + (65_535 - LAST) + ", not " + base);
    }
  }

  /** The HTTP API and the console. */
  public int api() {
    return base;
  }

  /** The edge router: the agents' addresses. */
  public int gateway() {
    return base + 1;
  }

  /** Temporal, gRPC. */
  public int temporal() {
    return base + 2;
  }

  /** Temporal's web UI. */
  public int temporalUi() {
    return base + 3;
  }

  /** The simulated Hetzner Cloud. */
  public int hetzner() {
    return base + 4;
  }

  /** The simulated Cloudflare. */
  public int cloudflare() {
    return base + 5;
  }

  /** PostgreSQL. */
  public int postgres() {
    return base + 6;
  }

  /** Where new nodes enrol; on the address nodes see. */
  public int enrolment() {
    return base + 7;
  }

  /** The gateway as cells see it; on the address nodes see. */
  public int cells() {
    return base + 8;
  }

  /** The worker's health. */
  public int worker() {
    return base + 9;
  }

  /** The simulated providers of models. */
  public int providers() {
    return base + 10;
  }

  /** The model gateway, as owners' own tools see it. */
  public int models() {
    return base + 11;
  }

  /** The simulated mail server, SMTP. */
  public int smtp() {
    return base + 12;
  }

  /** The gateway's figures, for whoever runs it. */
  public int figures() {
    return base + LAST;
  }

  /** All ports on the loopback address, by what they are for. */
  public Map<String, Integer> onLoopback() {
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("api and console", api());
    ports.put("gateway", gateway());
    ports.put("Temporal", temporal());
    ports.put("Temporal's UI", temporalUi());
    ports.put("simulated Hetzner", hetzner());
    ports.put("simulated Cloudflare", cloudflare());
    ports.put("PostgreSQL", postgres());
    ports.put("worker's health", worker());
    ports.put("simulated model providers", providers());
    ports.put("model gateway", models());
    ports.put("simulated mail server", smtp());
    ports.put("gateway's figures", figures());
    return ports;
  }
}
