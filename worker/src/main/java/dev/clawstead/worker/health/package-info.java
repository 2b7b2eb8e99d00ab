/** What supervisors ask the worker. */
@NullMarked
package dev.clawstead.worker.health;

import org.jspecify.annotations.NullMarked;
