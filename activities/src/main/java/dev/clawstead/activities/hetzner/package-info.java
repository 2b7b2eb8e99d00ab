/** Servers at Hetzner Cloud. */
@NullMarked
package dev.clawstead.activities.hetzner;

import org.jspecify.annotations.NullMarked;
