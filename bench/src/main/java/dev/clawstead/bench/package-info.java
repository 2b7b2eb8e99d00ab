/** Measures what the design page promises, from the outside, and prints it beside the targets. */
@NullMarked
package dev.clawstead.bench;

import org.jspecify.annotations.NullMarked;
