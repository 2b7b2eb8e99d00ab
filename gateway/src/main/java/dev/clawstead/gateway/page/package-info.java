/** What the gateway itself says: a page for people, a problem document for programs. */
@NullMarked
package dev.clawstead.gateway.page;

import org.jspecify.annotations.NullMarked;
