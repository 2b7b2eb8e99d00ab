/** Addresses of agents as the gateway sees them: routes, their changes, and one-time tickets. */
@NullMarked
package dev.clawstead.db.route;

import org.jspecify.annotations.NullMarked;
