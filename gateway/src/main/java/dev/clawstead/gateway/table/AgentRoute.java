package dev.clawstead.gateway.table;

import dev.clawstead.db.route.Route;
import dev.clawstead.db.route.Route.ModelKey;
import dev.clawstead.db.route.Route.Permit;
import dev.clawstead.domain.RouteState;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A route made ready for requests: what a request needs is computed once, when the row changes. */
public final class AgentRoute {

  private final Route route;
  private final Reach reach;
  private final @Nullable InetSocketAddress address;
  private final byte @Nullable [] tokenHash;
  private final String cellAuthorization;
  private final String modelKeyHash;
  private final @Nullable String modelKeyBeforeHash;

  private AgentRoute(Route route, PlatformSecret secret) {
    this.route = route;
    this.address = addressOf(route.cell());
    this.reach = reachOf(route);
    String hash = route.access().tokenHash();
    this.tokenHash = hash == null ? null : hash.getBytes(StandardCharsets.US_ASCII);
    this.cellAuthorization =
        "Bearer " + secret.cellKey(route.cell().id(), route.cell().keyVersion());
    ModelKey modelKey = route.cell().modelKey();
    this.modelKeyHash = modelKeyHash(secret, modelKey.version());
    this.modelKeyBeforeHash =
        modelKey.beforeEnds() == null ? null : modelKeyHash(secret, modelKey.version() - 1);
  }

  private String modelKeyHash(PlatformSecret secret, int version) {
    return HexFormat.of().formatHex(Tokens.hash(secret.modelKey(cell(), version)));
  }

  static AgentRoute of(Route route, PlatformSecret secret) {
    return new AgentRoute(route, secret);
  }

  /** The row this was made of. */
  public Route route() {
    return route;
  }

  public String slug() {
    return route.slug();
  }

  public UUID cell() {
    return route.cell().id();
  }

  /** What the owner's request meets. */
  public Reach reach() {
    return reach;
  }

  /** Where the cell listens, or null for a row whose address is no IP address. */
  public @Nullable InetSocketAddress address() {
    return address;
  }

  /** SHA-256 of the access token in lower-case hex, as ASCII bytes. */
  public byte @Nullable [] tokenHash() {
    return tokenHash;
  }

  /** The header that opens the cell itself. */
  public String cellAuthorization() {
    return cellAuthorization;
  }

  /** SHA-256, in lower-case hex, of the keys with which the cell calls models: one or two. */
  Set<String> modelKeyHashes() {
    return modelKeyBeforeHash == null
        ? Set.of(modelKeyHash)
        : Set.of(modelKeyHash, modelKeyBeforeHash);
  }

  /** Whether its cell may call models at this moment with the key of this hash. */
  public boolean takesModelKey(String hash, Instant now) {
    if (hash.equals(modelKeyHash)) {
      return true;
    }
    Instant ends = route.cell().modelKey().beforeEnds();
    return hash.equals(modelKeyBeforeHash) && ends != null && now.isBefore(ends);
  }

  /** Whether its run permit forbids it to spend: a reason holds it, or another cell is the copy. */
  public boolean isHeld() {
    Permit permit = route.permit();
    return permit != null
        && (!permit.holds().isEmpty() || !permit.cell().equals(route.cell().id()));
  }

  /** Whether an exchange begun on the other route may go on under this one. */
  public boolean continues(AgentRoute begun) {
    return reach != Reach.HELD
        && reach != Reach.GONE
        && cell().equals(begun.cell())
        && epoch() == begun.epoch()
        && route.access().version() == begun.route.access().version();
  }

  private long epoch() {
    Permit permit = route.permit();
    return permit == null ? 0 : permit.epoch();
  }

  private static Reach reachOf(Route route) {
    if (route.state() == RouteState.GONE) {
      return Reach.GONE;
    }
    if (route.instance() == null || route.state() == RouteState.WARM) {
      return Reach.UNKNOWN;
    }
    Permit permit = route.permit();
    if (permit != null && !permit.holds().isEmpty()) {
      return Reach.HELD;
    }
    if (route.state() == RouteState.FAILED) {
      return Reach.FAILED;
    }
    // Without a permit for this very cell it is not the living copy, whatever the route says.
    boolean living = permit != null && permit.cell().equals(route.cell().id());
    return route.state() == RouteState.OPEN && living ? Reach.OPEN : Reach.STARTING;
  }

  private static @Nullable InetSocketAddress addressOf(Route.Cell cell) {
    byte @Nullable [] ip = NetUtil.createByteArrayFromIpAddressString(cell.address());
    if (ip == null) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(ip), cell.port());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + ip.length + " bytes", e);
    }
  }

  /** What a request meets at an address. */
  public enum Reach {
    OPEN,
    /** A warm cell: it has an address that nobody owns yet, so it is nobody's business. */
    UNKNOWN,
    STARTING,
    FAILED,
    HELD,
    GONE
  }
}
