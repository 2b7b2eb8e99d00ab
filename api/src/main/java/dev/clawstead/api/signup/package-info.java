/** From a stranger to an account with an agent, in one request. */
@NullMarked
package dev.clawstead.api.signup;

import org.jspecify.annotations.NullMarked;
