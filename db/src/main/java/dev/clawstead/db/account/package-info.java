/** People: accounts, sessions, what they may repeat and how often they may try. */
@NullMarked
package dev.clawstead.db.account;

import org.jspecify.annotations.NullMarked;
