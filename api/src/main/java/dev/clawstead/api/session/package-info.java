/** Who is asking: passwords, sessions, cookies. */
@NullMarked
package dev.clawstead.api.session;

import org.jspecify.annotations.NullMarked;
