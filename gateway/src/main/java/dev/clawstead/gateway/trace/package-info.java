/** Tells of model calls as spans of a trace, and passes the callers' traces on to providers. */
@NullMarked
package dev.clawstead.gateway.trace;

import org.jspecify.annotations.NullMarked;
