/** Hetzner Cloud API v1 as its documentation describes it. */
@NullMarked
package dev.clawstead.simulators.hetzner;

import org.jspecify.annotations.NullMarked;
