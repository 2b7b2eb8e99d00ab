/** DNS records at Cloudflare. */
@NullMarked
package dev.clawstead.activities.cloudflare;

import org.jspecify.annotations.NullMarked;
