/** Which models there are, who sells them at what price, and the names agents ask for them by. */
@NullMarked
package dev.clawstead.db.catalogue;

import org.jspecify.annotations.NullMarked;
