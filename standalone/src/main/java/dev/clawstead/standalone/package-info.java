/** Clawstead on one machine: the supervisor that starts, watches and ends every part. */
@NullMarked
package dev.clawstead.standalone;

import org.jspecify.annotations.NullMarked;
