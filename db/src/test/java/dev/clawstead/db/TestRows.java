package dev.clawstead.db;

import static dev.clawstead.db.generated.Tables.ACCOUNTS;
import static dev.clawstead.db.generated.Tables.CELLS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.db.generated.Tables.NODES;
import static dev.clawstead.db.generated.Tables.ORDERS;
import static dev.clawstead.db.generated.Tables.ROUTES;

import dev.clawstead.domain.AgentImage;
import dev.clawstead.domain.Size;
import dev.clawstead.domain.Slug;
import dev.clawstead.domain.UuidV7;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jooq.DSLContext;

/** Puts the rows into a test's database that other parts of the product would have made. */
public final class TestRows {

  public static final String REGION = "fsn1";

  private final DSLContext db;
  private int lastPort = 20_000;

  public TestRows(DSLContext db) {
    this.db = db;
  }

  /** An account with one placed order and its queued instance; returns their id. */
  public UUID order() {
    return order(OffsetDateTime.now(ZoneOffset.UTC));
  }

  /** The same, placed at this time. */
  public UUID order(OffsetDateTime at) {
    UUID account = UuidV7.next();
    db.insertInto(
            ACCOUNTS,
            ACCOUNTS.ID,
            ACCOUNTS.EMAIL,
            ACCOUNTS.EMAIL_KEY,
            ACCOUNTS.PASSWORD_HASH,
            ACCOUNTS.PLAN)
        .values(account, account + "@example.org", account + "@example.org", "-", "free")
        .execute();
    UUID id = UuidV7.next();
    db.insertInto(ORDERS)
        .set(ORDERS.ID, id)
        .set(ORDERS.ACCOUNT_ID, account)
        .set(ORDERS.AGENT_NAME, "Ada")
        .set(ORDERS.PLAN, "free")
        .set(ORDERS.REGION, REGION)
        .set(ORDERS.SIZE, Size.SMALL.word())
        .set(ORDERS.IMAGE, AgentImage.AGENT_LITE.word())
        .set(ORDERS.STATE, "placed")
        .set(ORDERS.CREATED_AT, at)
        .execute();
    db.insertInto(INSTANCES)
        .set(INSTANCES.ID, id)
        .set(INSTANCES.ACCOUNT_ID, account)
        .set(INSTANCES.NAME, "Ada")
        .set(INSTANCES.PLAN, "free")
        .set(INSTANCES.REGION, REGION)
        .set(INSTANCES.SIZE, Size.SMALL.word())
        .set(INSTANCES.IMAGE, AgentImage.AGENT_LITE.word())
        .set(INSTANCES.STATE, "queued")
        .set(INSTANCES.ACCESS_TOKEN_HASH, new byte[32])
        .execute();
    return id;
  }

  /** A ready node that holds this many small cells of agent-lite. */
  public UUID node(int smallCells) {
    UUID id = UuidV7.next();
    long perCell = Size.SMALL.committedBytes(AgentImage.AGENT_LITE);
    db.insertInto(NODES)
        .set(NODES.ID, id)
        .set(NODES.REGION, REGION)
        .set(NODES.IMAGE, AgentImage.AGENT_LITE.word())
        .set(NODES.STATE, "ready")
        .set(NODES.MEMORY_BYTES, Math.max(1, perCell * smallCells * 100 / 90 + 100))
        .set(NODES.ADDRESS, "127.0.0.1")
        .set(NODES.CONTACTED_AT, OffsetDateTime.now(ZoneOffset.UTC))
        .execute();
    return id;
  }

  /** A warm cell with its route on the node. */
  public UUID warmCell(UUID node) {
    UUID id = UuidV7.next();
    String slug = Slug.next();
    db.insertInto(CELLS)
        .set(CELLS.ID, id)
        .set(CELLS.NODE_ID, node)
        .set(CELLS.REGION, REGION)
        .set(CELLS.SIZE, Size.SMALL.word())
        .set(CELLS.IMAGE, AgentImage.AGENT_LITE.word())
        .set(CELLS.SLUG, slug)
        .set(CELLS.PORT, lastPort++)
        .set(CELLS.COMMITTED_BYTES, Size.SMALL.committedBytes(AgentImage.AGENT_LITE))
        .set(CELLS.STATE, "warm")
        .set(CELLS.WARM_AT, OffsetDateTime.now(ZoneOffset.UTC))
        .execute();
    db.insertInto(ROUTES)
        .set(ROUTES.SLUG, slug)
        .set(ROUTES.CELL_ID, id)
        .set(ROUTES.ADDRESS, "127.0.0.1")
        .set(ROUTES.PORT, lastPort)
        .set(ROUTES.STATE, "warm")
        .execute();
    return id;
  }
}
