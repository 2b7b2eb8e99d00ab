/** Where new nodes get their certificates, on a listener of its own. */
@NullMarked
package dev.clawstead.api.enrolment;

import org.jspecify.annotations.NullMarked;
