/** The gateway's table of routes: in memory, on disk, and in step with PostgreSQL. */
@NullMarked
package dev.clawstead.gateway.table;

import org.jspecify.annotations.NullMarked;
