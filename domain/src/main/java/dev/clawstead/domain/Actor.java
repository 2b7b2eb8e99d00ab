package dev.clawstead.domain;

/** Who caused a change. */
public enum Actor implements Word {
  CUSTOMER,
  CLAWSTEAD,
  OPERATOR
}
