package dev.clawstead.api.idempotency;

import org.jooq.DSLContext;

/**
 * Work that begins in one transaction and is finished outside of it, by whoever repeats the request
 * if the first one could not.
 */
public interface TwoSteps<P, T> {

  Class<P> planType();

  Class<T> answerType();

  /** Checks the request and mints every id and token; changes nothing. */
  P plan();

  /** Writes the plan down; the same transaction stores the plan under the request's key. */
  void begin(DSLContext tx, P plan);

  /** Does the rest and says what is true by then; may run more than once. */
  T finish(P plan);
}
