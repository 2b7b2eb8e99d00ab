package dev.clawstead.domain;

/** Whose spending a cap bounds. */
public enum CapScope implements Word {
  ACCOUNT,
  INSTANCE,
  KEY,

  /** The account, as far as its plan pays: without what customers' own keys serve. */
  PLAN;

  /** The same in words for owners, who see a plan's cap as one of their account. */
  public CapScope shown() {
    return this == PLAN ? ACCOUNT : this;
  }
}
