/** What was done to what, by whom; append-only. */
@NullMarked
package dev.clawstead.db.audit;

import org.jspecify.annotations.NullMarked;
