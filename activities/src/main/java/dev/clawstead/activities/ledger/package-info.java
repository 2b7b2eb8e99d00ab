/** Law 1 in one place: the intent is committed before the call, the outcome after it. */
@NullMarked
package dev.clawstead.activities.ledger;

import org.jspecify.annotations.NullMarked;
