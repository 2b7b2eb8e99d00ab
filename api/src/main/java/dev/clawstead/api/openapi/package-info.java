/** The description of the API, generated from the code that answers. */
@NullMarked
package dev.clawstead.api.openapi;

import org.jspecify.annotations.NullMarked;
