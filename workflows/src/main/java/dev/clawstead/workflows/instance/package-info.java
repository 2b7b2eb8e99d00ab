/** The one writer of an instance's life. */
@NullMarked
package dev.clawstead.workflows.instance;

import org.jspecify.annotations.NullMarked;
