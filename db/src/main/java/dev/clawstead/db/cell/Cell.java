package dev.clawstead.db.cell;

import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.CellState;
import dev.clawstead.domain.NodeState;
import dev.clawstead.domain.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cell and where it is. */
public record Cell(
    UUID id,
    UUID node,
    NodeState nodeState,
    String address,
    String slug,
    int port,
    int keyVersion,
    Size size,
    AgentImage image,
    CellState state,
    @Nullable UUID instance) {}
