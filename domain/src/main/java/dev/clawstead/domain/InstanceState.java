package dev.clawstead.domain;

/** Where an instance is in its life. */
public enum InstanceState implements Word {
  QUEUED,
  STARTING,
  RUNNING,
  RESTARTING,
  FAILED,
  DELETING,
  DELETED
}
