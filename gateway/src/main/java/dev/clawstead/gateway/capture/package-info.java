/** Keeps what is said in calls of agents whose owners wish it, beside the calls. */
@NullMarked
package dev.clawstead.gateway.capture;

import org.jspecify.annotations.NullMarked;
