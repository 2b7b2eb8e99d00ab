/** Cells: where they are placed, and what became of them. */
@NullMarked
package dev.clawstead.db.cell;

import org.jspecify.annotations.NullMarked;
