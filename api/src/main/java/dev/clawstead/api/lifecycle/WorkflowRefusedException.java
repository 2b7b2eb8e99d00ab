package dev.clawstead.api.lifecycle;

import org.jspecify.annotations.Nullable;

/** Temporal answered, and the answer was no: the workflow has ended, or its handler failed. */
public final class WorkflowRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WorkflowRefusedException(@Nullable Throwable cause) {
    super("a workflow refused what it was asked", cause);
  }
}
