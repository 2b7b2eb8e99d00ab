/** Words of the product that every module shares: ids, states, plans, sizes and images. */
@NullMarked
package dev.clawstead.domain;

import org.jspecify.annotations.NullMarked;
