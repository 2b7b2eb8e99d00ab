/** The public and the operator HTTP API: what people and programs ask of Clawstead. */
@NullMarked
package dev.clawstead.api;

import org.jspecify.annotations.NullMarked;
