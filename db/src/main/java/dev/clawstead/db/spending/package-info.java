/** What was spent on models, what may still be, and the parts of it that gateways hold. */
@NullMarked
package dev.clawstead.db.spending;

import org.jspecify.annotations.NullMarked;
