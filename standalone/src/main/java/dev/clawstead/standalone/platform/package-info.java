/** The parts there are: how each is started, configured and found ready. */
@NullMarked
package dev.clawstead.standalone.platform;

import org.jspecify.annotations.NullMarked;
