/** Stateful fakes of vendors, written from the vendors' documentation. */
@NullMarked
package dev.clawstead.simulators;

import org.jspecify.annotations.NullMarked;
