package dev.clawstead.activities.cloudflare;

import io.temporal.activity.ActivityInterface;

/**
 * What we ask of Cloudflare. Every method may run more than once: a record is found again by its
 * name and the ledger row's id in its comment.
 */
@ActivityInterface(namePrefix = "Cloudflare.")
public interface CloudflareActivities {

  String TASK_QUEUE = "cloudflare";

  /**
   * Points the wildcard of the region's agents at its gateway, as configured. A signup makes no
   * Cloudflare call.
   */
  void ensureWildcard(String region);

  /** Removes the region's wildcard; what is not there counts as removed. */
  void removeWildcard(String region);
}
