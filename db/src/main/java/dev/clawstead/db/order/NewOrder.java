package dev.clawstead.db.order;

import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.Plan;
import java.time.Instant;
import java.util.UUID;

/** What somebody asks for; {@code id} becomes the instance's. */
@SuppressWarnings("ArrayRecordComponent") // the columns hold bytes; nobody compares the record
public record NewOrder(
    UUID id,
    UUID account,
    String agentName,
    Plan plan,
    String region,
    AgentImage image,
    byte[] accessTokenHash,
    Instant at) {}
