/** IPv4 ranges and the addresses in them. */
@NullMarked
package dev.clawstead.simulators.address;

import org.jspecify.annotations.NullMarked;
