/** What model calls look like: their paths, what a request asks for, what an answer used. */
@NullMarked
package dev.clawstead.gateway.protocol;

import org.jspecify.annotations.NullMarked;
