/** The gateway's own record of every attempt at a provider, on its way to PostgreSQL. */
@NullMarked
package dev.clawstead.gateway.journal;

import org.jspecify.annotations.NullMarked;
