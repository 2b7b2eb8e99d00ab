/** Asks the workflows, which are the only writers of an instance's life. */
@NullMarked
package dev.clawstead.api.lifecycle;

import org.jspecify.annotations.NullMarked;
