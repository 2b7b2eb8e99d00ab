/** How fast agents may call models, and how gateways share that. */
@NullMarked
package dev.clawstead.db.rate;

import org.jspecify.annotations.NullMarked;
