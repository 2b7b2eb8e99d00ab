/** Lists, a page at a time. */
@NullMarked
package dev.clawstead.api.page;

import org.jspecify.annotations.NullMarked;
