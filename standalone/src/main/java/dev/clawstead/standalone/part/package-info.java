/**
 * A part of the platform as a supervised process: its command, its restarts, its log, its
 * readiness.
 */
@NullMarked
package dev.clawstead.standalone.part;

import org.jspecify.annotations.NullMarked;
