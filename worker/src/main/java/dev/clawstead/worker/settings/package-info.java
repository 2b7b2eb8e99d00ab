/** The configuration of the worker as it is written, and as the activities want it. */
@NullMarked
package dev.clawstead.worker.settings;

import org.jspecify.annotations.NullMarked;
