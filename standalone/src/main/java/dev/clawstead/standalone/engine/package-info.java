/** The Docker engine, as far as the supervisor itself needs it. */
@NullMarked
package dev.clawstead.standalone.engine;

import org.jspecify.annotations.NullMarked;
