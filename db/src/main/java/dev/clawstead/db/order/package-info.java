/** Orders: the intent behind every instance. */
@NullMarked
package dev.clawstead.db.order;

import org.jspecify.annotations.NullMarked;
