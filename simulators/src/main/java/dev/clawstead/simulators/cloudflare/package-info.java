/** Cloudflare API v4, zones and DNS records, as its documentation describes it. */
@NullMarked
package dev.clawstead.simulators.cloudflare;

import org.jspecify.annotations.NullMarked;
