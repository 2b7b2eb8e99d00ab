/** Decides, without asking anybody, whether a model call may be paid: from what is leased. */
@NullMarked
package dev.clawstead.gateway.budget;

import org.jspecify.annotations.NullMarked;
