package dev.clawstead.gateway.access;

import dev.clawstead.domain.Slug;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which host names this gateway answers to. Anything else is refused, so that no other name can be
 * pointed at it (DNS rebinding).
 */
public final class AgentHosts {

  private static final String SLUG = "{slug}";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final String scheme;
  private final String suffix;
  private final int port;
  private final Set<String> own;
  private final int ownPort;

  private AgentHosts(URI example, Own own) {
    this.scheme = example.getScheme().toLowerCase(Locale.ROOT);
    this.suffix = example.getHost().toLowerCase(Locale.ROOT).substring(1);
    this.port =
        example.getPort() >= 0 ? example.getPort() : (scheme.equals("https") ? HTTPS : HTTP);
    this.own = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    this.own.add(own.host().toLowerCase(Locale.ROOT));
    this.ownPort = own.port();
  }

  /**
   * Reads a template like {@code http://{slug}.agents.localhost:7401}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static AgentHosts of(String template, Own own) {
    if (!template.matches("https?://\\{slug}\\.[^/?#@{}]+")) {
      throw new IllegalArgumentException(
          "must look like http://{slug}.agents.example.com, not " + template);
    }
    URI example = URI.create(template.replace(SLUG, "x"));
    if (example.getHost() == null) {
      throw new IllegalArgumentException("has no host name: " + template);
    }
    return new AgentHosts(example, own);
  }

  /** Whose this Host header is. */
  public Host parse(String header) {
    String text = header.toLowerCase(Locale.ROOT);
    int colon = text.lastIndexOf(':');
    boolean withPort = colon > text.lastIndexOf(']');
    String name = withPort ? text.substring(0, colon) : text;
    Optional<Integer> given = withPort ? portOf(text.substring(colon + 1)) : Optional.of(-1);
    if (given.isEmpty()) {
      return new Host.Foreign();
    }
    int at = given.get();
    if (name.endsWith(suffix) && (at < 0 || at == port)) {
      String slug = name.substring(0, name.length() - suffix.length());
      // A name that cannot be a slug is an address nobody has, which is for the pages to say.
      return slug.indexOf('.') >= 0 || slug.isEmpty()
          ? new Host.Foreign()
          : new Host.Agent(slug, Slug.isSlug(slug));
    }
    boolean mine = own.contains(name) && (at < 0 || at == ownPort || at == port);
    return mine ? new Host.Own() : new Host.Foreign();
  }

  /** The origin as a browser writes it for pages of this agent. */
  public String origin(String slug) {
    boolean usual = port == (secure() ? HTTPS : HTTP);
    return scheme + "://" + slug + suffix + (usual ? "" : ":" + port);
  }

  /** {@code http} or {@code https}, as the customer's browser sees it. */
  public String scheme() {
    return scheme;
  }

  public boolean secure() {
    return scheme.equals("https");
  }

  private static Optional<Integer> portOf(String text) {
    return text.matches("\\d{1,5}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
  }

  /** The address the gateway itself listens on, where its own health is asked. */
  public record Own(String host, int port) {}

  /** Whose a host name is. */
  public sealed interface Host {

    /** An agent's. */
    record Agent(String slug, boolean wellFormed) implements Host {}

    /** The gateway's own. */
    record Own() implements Host {}

    /** Nobody's here. */
    record Foreign() implements Host {}
  }
}
