/** Instances and their timelines, as their owners read them. */
@NullMarked
package dev.clawstead.db.instance;

import org.jspecify.annotations.NullMarked;
