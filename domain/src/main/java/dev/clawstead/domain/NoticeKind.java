package dev.clawstead.domain;

/** What an owner is told about spending. */
public enum NoticeKind implements Word {
  /** A share of a cap is spent. */
  SHARE,
  /** A cap is reached, and calls are refused. */
  REACHED,
  /** The same, and the owner may raise it with one button. */
  ASK,
  /** An hour's spending is far above what this agent's hours cost. */
  ANOMALY
}
