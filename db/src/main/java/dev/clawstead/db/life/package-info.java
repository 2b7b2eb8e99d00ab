/** The transactions that change an instance: claim, place, open, interrupt, fail, close, delete. */
@NullMarked
package dev.clawstead.db.life;

import org.jspecify.annotations.NullMarked;
