/** Who may open an agent: host names, access tokens, cookies and one-time tickets. */
@NullMarked
package dev.clawstead.gateway.access;

import org.jspecify.annotations.NullMarked;
