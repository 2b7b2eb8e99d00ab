/** What instances tell: the timeline, and the notices that other processes listen to. */
@NullMarked
package dev.clawstead.db.event;

import org.jspecify.annotations.NullMarked;
