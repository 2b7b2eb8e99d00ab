/** The HTTP proxy: clients on one side, cells on the other, nothing buffered between. */
@NullMarked
package dev.clawstead.gateway.proxy;

import org.jspecify.annotations.NullMarked;
