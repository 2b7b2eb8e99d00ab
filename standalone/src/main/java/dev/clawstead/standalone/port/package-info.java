/** The ports of an installation: which they are, and who already uses them. */
@NullMarked
package dev.clawstead.standalone.port;

import org.jspecify.annotations.NullMarked;
