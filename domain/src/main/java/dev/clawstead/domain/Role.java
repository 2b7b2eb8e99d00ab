package dev.clawstead.domain;

/** What an account may see and do. */
public enum Role implements Word {
  CUSTOMER,
  OPERATOR
}
