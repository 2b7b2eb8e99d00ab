/** How a new node proves itself and gets its certificate. */
@NullMarked
package dev.clawstead.db.enrolment;

import org.jspecify.annotations.NullMarked;
