package dev.clawstead.db.cell;

import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cell and where it is.
 *
 * @param keyVersion of the credential that the router shows it
 * @param modelKeyVersion of the newest key with which it calls models
 */
public record Cell(
    UUID id,
    UUID node,
    NodeState nodeState,
    String address,
    String slug,
    int port,
    int keyVersion,
    int modelKeyVersion,
    Size size,
    AgentImage image,
    CellState state,
    @Nullable UUID instance) {}
