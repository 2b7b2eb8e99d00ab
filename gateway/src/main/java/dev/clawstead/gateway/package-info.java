/** The data plane: customers' traffic to cells. */
@NullMarked
package dev.clawstead.gateway;

import org.jspecify.annotations.NullMarked;
