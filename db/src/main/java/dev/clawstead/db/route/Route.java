package dev.clawstead.db.route;

import dev.clawstead.domain.Hold;
import dev.clawstead.domain.RouteState;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One address: the cell behind it, who may open it, and the run permit of its instance.
 *
 * @param instance absent while the cell is warm
 * @param version moves forward with every change of the row or of its permit
 */
public record Route(
    String slug,
    Cell cell,
    @Nullable UUID instance,
    RouteState state,
    Access access,
    @Nullable Permit permit,
    long version) {

  /** Where the cell listens, which version of its own key it checks, and with what it calls. */
  public record Cell(UUID id, String address, int port, int keyVersion, ModelKey modelKey) {}

  /**
   * The key with which the cell calls models.
   *
   * @param version of the newest one
   * @param beforeEnds until when the version before works as well; absent where there is none
   */
  public record ModelKey(int version, @Nullable Instant beforeEnds) {}

  /**
   * What opens the address.
   *
   * @param tokenHash SHA-256 of the access token in lower-case hex
   */
  public record Access(int version, @Nullable String tokenHash) {}

  /** The run permit: which cell is the living copy, and the reasons that hold it shut. */
  public record Permit(UUID cell, long epoch, Set<Hold> holds) {}
}
