/** The connection to Temporal: what is registered where, and how it starts and ends. */
@NullMarked
package dev.clawstead.worker.temporal;

import org.jspecify.annotations.NullMarked;
