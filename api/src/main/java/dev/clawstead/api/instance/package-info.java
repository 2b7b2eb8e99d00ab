/** Agents, as their owners order, watch, open and delete them. */
@NullMarked
package dev.clawstead.api.instance;

import org.jspecify.annotations.NullMarked;
