/** The machines behind simulated servers: Docker containers that are nodes of their own. */
@NullMarked
package dev.clawstead.simulators.machine;

import org.jspecify.annotations.NullMarked;
