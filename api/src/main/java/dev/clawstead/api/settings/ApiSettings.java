package dev.clawstead.api.settings;

import dev.clawstead.db.Database;
import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.Word;
import dev.clawstead.secrets.PlatformCa;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What the API reads of {@code clawstead.*}. A wrong value stops the start and names itself. */
@ConfigurationProperties("clawstead")
public record ApiSettings(
    @Nullable DatabaseAddress database,
    @Nullable Temporal temporal,
    @Nullable String temporalUiUrl,
    @Nullable Path platformSecretFile,
    @Nullable Path caDirectory,
    @Nullable Path modelsFile,
    @Nullable String modelsUrl,
    @Nullable Agents agents,
    @DefaultValue Map<String, Region> regions,
    @DefaultValue("agent-lite") String agentImage,
    @Nullable Operator operator,
    @Nullable Enrolment enrolment,
    @DefaultValue Limits limits,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("false") boolean tls) {

  public ApiSettings {
    Required.set(database, "clawstead.database.url");
    Required.set(temporal, "clawstead.temporal.target");
    Required.set(platformSecretFile, "clawstead.platform-secret-file");
    Required.set(agents, "clawstead.agents.url");
    if (regions.isEmpty()) {
      throw Required.broken("clawstead.regions", "name at least one region to sell");
    }
    if (enrolment != null) {
      Required.set(caDirectory, "clawstead.ca-directory");
    }
    if (Word.parse(AgentImage.class, agentImage).isEmpty()) {
      throw Required.broken("clawstead.agent-image", "there is no agent image " + agentImage);
    }
    regions = new TreeMap<>(regions);
    trustedProxies.forEach(cidr -> Cidr.parse("clawstead.trusted-proxies", cidr));
  }

  /** Where PostgreSQL is. */
  public Database.Address databaseAddress() {
    DatabaseAddress at = Required.set(database, "clawstead.database.url");
    return new Database.Address(at.url(), at.user(), at.password());
  }

  public String temporalTarget() {
    return Required.set(temporal, "clawstead.temporal.target").target();
  }

  public Path secretFile() {
    return Required.set(platformSecretFile, "clawstead.platform-secret-file");
  }

  /** The authority that certifies nodes, made on first use. */
  public PlatformCa certificateAuthority() throws IOException {
    return PlatformCa.open(Required.set(caDirectory, "clawstead.ca-directory"));
  }

  /** The address of the agent with this slug. */
  public String agentUrl(String slug) {
    return Required.set(agents, "clawstead.agents.url").url().replace("{slug}", slug);
  }

  public AgentImage image() {
    return Word.of(AgentImage.class, agentImage);
  }

  /** Where agents live unless somebody asks for another region: the first by name. */
  public String defaultRegion() {
    return regions.keySet().iterator().next();
  }

  /** Where PostgreSQL is and who we are there. */
  public record DatabaseAddress(
      String url, @DefaultValue("clawstead") String user, @DefaultValue("") String password) {

    public DatabaseAddress {
      if (!Required.set(url, "clawstead.database.url").startsWith("jdbc:postgresql:")) {
        throw Required.broken(
            "clawstead.database.url", "say jdbc:postgresql://HOST:PORT/DATABASE, not " + url);
      }
    }

    @Override
    public String toString() {
      return url + " as " + user;
    }
  }

  /** Where Temporal is. */
  public record Temporal(String target) {

    public Temporal {
      if (!Required.set(target, "clawstead.temporal.target").matches(".+:\\d{1,5}")) {
        throw Required.broken("clawstead.temporal.target", "say HOST:PORT, not " + target);
      }
    }
  }

  /** Where agents answer. */
  public record Agents(String url) {

    public Agents {
      if (!Required.set(url, "clawstead.agents.url").contains("{slug}")) {
        throw Required.broken("clawstead.agents.url", "it must contain {slug}");
      }
    }
  }

  /** A place where agents live; {@code label} is what people call it. */
  public record Region(@Nullable String location, @Nullable String label) {}

  /** The account that is always there and sees everything. */
  public record Operator(String email, String password) {

    public Operator {
      Required.set(email, "clawstead.operator.email");
      Required.set(password, "clawstead.operator.password");
    }

    @Override
    public String toString() {
      return email;
    }
  }

  /** Where new nodes ask for their certificates. */
  public record Enrolment(String listen) {

    public Enrolment {
      address(listen);
    }

    public InetSocketAddress address() {
      return address(listen);
    }

    private static InetSocketAddress address(@Nullable String listen) {
      String text = Required.set(listen, "clawstead.enrolment.listen");
      int colon = text.lastIndexOf(':');
      try {
        return InetSocketAddress.createUnresolved(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw Required.broken("clawstead.enrolment.listen", "say IP:PORT, not " + text);
      }
    }
  }

  /** How often one address may try, and how many wrong passwords an e-mail address may get. */
  public record Limits(
      @DefaultValue("10") int signupsPerAddress,
      @DefaultValue("1h") Duration signupsPerAddressWindow,
      @DefaultValue("60") int signInsPerAddress,
      @DefaultValue("15m") Duration signInsPerAddressWindow,
      @DefaultValue("10") int failedSignInsPerEmail,
      @DefaultValue("15m") Duration failedSignInsPerEmailWindow) {

    public Limits {
      Required.positive("clawstead.limits.signups-per-address", signupsPerAddress);
      Required.positive("clawstead.limits.sign-ins-per-address", signInsPerAddress);
      Required.positive("clawstead.limits.failed-sign-ins-per-email", failedSignInsPerEmail);
      Required.window("clawstead.limits.signups-per-address-window", signupsPerAddressWindow);
      Required.window("clawstead.limits.sign-ins-per-address-window", signInsPerAddressWindow);
      Required.window(
          "clawstead.limits.failed-sign-ins-per-email-window", failedSignInsPerEmailWindow);
    }
  }
}
