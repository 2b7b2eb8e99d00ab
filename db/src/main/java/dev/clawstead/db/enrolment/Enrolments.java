package dev.clawstead.db.enrolment;

import static dev.clawstead.db.generated.Tables.NODES;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.clawstead.db.Times;
import dev.clawstead.domain.NodeState;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Gives each new node one certificate for one key, as often as it asks until its first contact. */
public final class Enrolments {

  private final DSLContext db;

  public Enrolments(DSLContext db) {
    this.db = db;
  }

  /** How the node's enrolment stands. */
  public Optional<Enrolment> find(UUID node) {
    return db.selectFrom(NODES)
        .where(NODES.ID.eq(node))
        .fetchOptional(
            row ->
                new Enrolment(
                    row.getRegion(),
                    row.getState().equals(NodeState.DELETING.word())
                        || row.getState().equals(NodeState.DELETED.word()),
                    row.getAddress(),
                    row.getEnrolTokenHash(),
                    Times.orNull(row.getEnrolExpiresAt()),
                    row.getContactedAt() != null));
  }

  /**
   * Binds the node to this key and remembers its certificate, or returns the one that this key got
   * before. Empty if another key was faster, or the node was contacted in the meantime.
   */
  public Optional<String> certify(UUID node, byte[] publicKeyHash, Signing signing) {
    return db.transactionResult(
        configuration -> {
          DSLContext tx = configuration.dsl();
          var row = tx.selectFrom(NODES).where(NODES.ID.eq(node)).forUpdate().fetchSingle();
          byte[] bound = row.getEnrolPublicKeyHash();
          if (row.getContactedAt() != null
              || (bound != null && !Arrays.equals(bound, publicKeyHash))) {
            return Optional.empty();
          }
          if (bound != null && row.getCertificate() != null) {
            return Optional.of(row.getCertificate());
          }
          String certificate = signing.sign();
          tx.update(NODES)
              .set(NODES.ENROL_PUBLIC_KEY_HASH, publicKeyHash)
              .set(NODES.CERTIFICATE, certificate)
              .set(NODES.ENROLLED_AT, currentOffsetDateTime())
              .set(NODES.UPDATED_AT, currentOffsetDateTime())
              .where(NODES.ID.eq(node))
              .execute();
          return Optional.of(certificate);
        });
  }

  /** Makes the certificate. */
  @FunctionalInterface
  public interface Signing {
    String sign();
  }

  /** {@code address} is absent until the provider has said it. */
  @SuppressWarnings("ArrayRecordComponent") // the columns hold bytes; nobody compares the record
  public record Enrolment(
      String region,
      boolean ended,
      @Nullable String address,
      byte @Nullable [] tokenHash,
      @Nullable Instant expiresAt,
      boolean contacted) {}
}
