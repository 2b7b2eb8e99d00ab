/** Stateful fakes of Hetzner Cloud and Cloudflare, written from the vendors' documentation. */
@NullMarked
package dev.clawstead.simulators;

import org.jspecify.annotations.NullMarked;
