/** The process that runs workflows and activities. It wires; it decides nothing. */
@NullMarked
package dev.clawstead.worker;

import org.jspecify.annotations.NullMarked;
