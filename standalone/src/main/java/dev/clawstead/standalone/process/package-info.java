/** Processes of the operating system: who is who, whose they are, and how they are ended. */
@NullMarked
package dev.clawstead.standalone.process;

import org.jspecify.annotations.NullMarked;
