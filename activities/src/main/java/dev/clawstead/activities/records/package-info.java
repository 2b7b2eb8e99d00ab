/** What workflows ask of our own database: claims, states, snapshots, timelines. */
@NullMarked
package dev.clawstead.activities.records;

import org.jspecify.annotations.NullMarked;
