package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an action does outside the state, and what it leaves in it. */
interface Work {

  /** Does the job's work; safe to repeat, because a killed process does it again. */
  void perform(ObjectNode job);

  /** Writes the outcome down, in the same change that ends the action. */
  void settle(Project project, ObjectNode job, boolean success);
}
