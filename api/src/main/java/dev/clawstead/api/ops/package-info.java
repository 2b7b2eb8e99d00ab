/** What the operator sees and steers. */
@NullMarked
package dev.clawstead.api.ops;

import org.jspecify.annotations.NullMarked;
