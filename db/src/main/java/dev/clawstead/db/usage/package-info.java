/** Reads the ledger of attempts: what was used, what it comes to, what went wrong. */
@NullMarked
package dev.clawstead.db.usage;

import org.jspecify.annotations.NullMarked;
