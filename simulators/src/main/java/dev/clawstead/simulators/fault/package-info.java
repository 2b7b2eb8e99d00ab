/** Faults that a test orders: which requests they hit and what they do to them. */
@NullMarked
package dev.clawstead.simulators.fault;

import org.jspecify.annotations.NullMarked;
