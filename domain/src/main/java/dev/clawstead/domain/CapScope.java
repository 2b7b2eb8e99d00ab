package dev.clawstead.domain;

/** Whose spending a cap bounds. */
public enum CapScope implements Word {
  ACCOUNT,
  INSTANCE,
  KEY
}
