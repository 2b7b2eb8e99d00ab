/** The ledger of everything that exists outside this database. */
@NullMarked
package dev.clawstead.db.effect;

import org.jspecify.annotations.NullMarked;
