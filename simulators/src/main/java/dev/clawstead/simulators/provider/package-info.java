/** Model providers, several vendors on one port, as their own API references describe them. */
@NullMarked
package dev.clawstead.simulators.provider;

import org.jspecify.annotations.NullMarked;
