/** Decisions only: workflows without I/O, clock or chance. */
@NullMarked
package dev.clawstead.workflows;

import org.jspecify.annotations.NullMarked;
