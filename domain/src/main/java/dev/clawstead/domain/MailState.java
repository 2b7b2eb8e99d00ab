package dev.clawstead.domain;

/** How far a mail has come. */
public enum MailState implements Word {
  /** It is sent, and tried again, until a server has taken it. */
  WAITING,
  /** A server has taken it. */
  SENT,
  /** No server will ever take it, or none did for days. */
  FAILED
}
