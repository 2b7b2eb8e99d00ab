package dev.clawstead.api.idempotency;

import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.Problem;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.db.Database;
import dev.clawstead.db.account.IdempotencyKeys;
import dev.clawstead.db.account.IdempotencyKeys.Stored;
import dev.clawstead.secrets.Tokens;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives a repeated request the answer it got before; refuses a key that comes with another body.
 */
@Component
public class Idempotency {

  private static final int DONE = 200;

  private final Database database;
  private final IdempotencyKeys keys;
  private final JsonMapper json;
  private final Turns turns = new Turns();

  Idempotency(Database database, IdempotencyKeys keys, JsonMapper json) {
    this.database = database;
    this.keys = keys;
    this.json = json;
  }

  /**
   * For work that does no harm when it is done twice at the same moment in two processes; only the
   * answer that was stored first is ever given.
   */
  public <T> T once(@Nullable Keyed keyed, Class<T> type, Supplier<T> work) {
    if (keyed == null) {
      return work.get();
    }
    return turns.inTurn(
        keyed.slot(),
        () -> {
          Optional<Stored> stored = find(keyed);
          return stored.isPresent() ? replay(keyed, stored.get(), type) : store(keyed, type, work);
        });
  }

  private <T> T store(Keyed keyed, Class<T> type, Supplier<T> work) {
    try {
      T answer = work.get();
      return keys.add(keyed.slot(), DONE, seal(keyed, answer)) ? answer : stored(keyed, type);
    } catch (ProblemException problem) {
      remember(keyed, problem);
      throw problem;
    }
  }

  /** For work that must happen once: its first transaction reserves the key. */
  public <P, T> T once(@Nullable Keyed keyed, TwoSteps<P, T> work) {
    if (keyed == null) {
      P plan = work.plan();
      database.sql().transaction(tx -> work.begin(tx.dsl(), plan));
      return work.finish(plan);
    }
    return turns.inTurn(keyed.slot(), () -> begunOrStored(keyed, work));
  }

  private <P, T> T begunOrStored(Keyed keyed, TwoSteps<P, T> work) {
    Optional<Stored> stored = find(keyed);
    if (stored.isPresent()) {
      return stored.get().status() == IdempotencyKeys.BEGUN
          ? finish(keyed, work, open(keyed, stored.get(), work.planType()))
          : replay(keyed, stored.get(), work.answerType());
    }
    P plan;
    try {
      plan = work.plan();
      if (!begin(keyed, work, plan)) {
        return begunOrStored(keyed, work);
      }
    } catch (ProblemException problem) {
      remember(keyed, problem);
      throw problem;
    }
    return finish(keyed, work, plan);
  }

  /** The key first: whoever comes second waits here, and then finds what the first one stored. */
  private <P> boolean begin(Keyed keyed, TwoSteps<P, ?> work, P plan) {
    return database
        .sql()
        .transactionResult(
            tx -> {
              if (!IdempotencyKeys.add(
                  tx.dsl(), keyed.slot(), IdempotencyKeys.BEGUN, seal(keyed, plan))) {
                return false;
              }
              work.begin(tx.dsl(), plan);
              return true;
            });
  }

  private <P, T> T finish(Keyed keyed, TwoSteps<P, T> work, P plan) {
    T answer = work.finish(plan);
    return keys.finish(keyed.slot(), DONE, seal(keyed, answer))
        ? answer
        : stored(keyed, work.answerType());
  }

  /** Goes the way of a first request with a key, and takes back what it wrote. */
  public <P> void rehearse(KeyedRequest request, TwoSteps<P, ?> work) {
    P plan = work.plan();
    Keyed keyed = Objects.requireNonNull(request.forAnyone("rehearsal", plan), "it has a key");
    find(keyed);
    json.readValue(keyed.seal().open(seal(keyed, plan)), work.planType());
    try {
      database
          .sql()
          .transaction(
              tx -> {
                IdempotencyKeys.add(
                    tx.dsl(), keyed.slot(), IdempotencyKeys.BEGUN, seal(keyed, plan));
                work.begin(tx.dsl(), plan);
                throw new Rehearsed();
              });
    } catch (Rehearsed takenBack) {
      turns.inTurn(keyed.slot(), () -> plan);
    }
  }

  private static final class Rehearsed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Rehearsed() {
      super("a rehearsal leaves nothing behind", null, false, false);
    }
  }

  /** A refusal that the same request would get again is part of the answers that are kept. */
  private void remember(Keyed keyed, ProblemException problem) {
    if (problem.problem().status() == Kind.CONFLICT.status() && problem.isDefinite()) {
      keys.add(keyed.slot(), Kind.CONFLICT.status(), seal(keyed, problem.problem()));
    }
  }

  private <T> T stored(Keyed keyed, Class<T> type) {
    return replay(keyed, find(keyed).orElseThrow(), type);
  }

  private Optional<Stored> find(Keyed keyed) {
    Optional<Stored> stored = keys.find(keyed.slot());
    stored.ifPresent(
        found -> {
          if (!Tokens.same(found.fingerprint(), keyed.slot().fingerprint())) {
            throw ProblemException.on(
                Kind.KEY_REUSED,
                KeyedRequestResolver.HEADER,
                "was used for another request within the last 24 hours; send a new one");
          }
        });
    return stored;
  }

  private <T> T replay(Keyed keyed, Stored stored, Class<T> type) {
    if (stored.status() != DONE) {
      throw ProblemException.again(open(keyed, stored, Problem.class));
    }
    return open(keyed, stored, type);
  }

  private <T> T open(Keyed keyed, Stored stored, Class<T> type) {
    return json.readValue(keyed.seal().open(stored.answer()), type);
  }

  private byte[] seal(Keyed keyed, Object answer) {
    return keyed.seal().close(json.writeValueAsBytes(answer));
  }
}
