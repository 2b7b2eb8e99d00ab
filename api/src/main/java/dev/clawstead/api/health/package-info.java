/** Whether this process lives, and whether it can work. */
@NullMarked
package dev.clawstead.api.health;

import org.jspecify.annotations.NullMarked;
