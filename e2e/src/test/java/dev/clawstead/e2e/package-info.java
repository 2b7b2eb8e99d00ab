/** Drives a whole installation as its users, its operator and misfortune would. */
@NullMarked
package dev.clawstead.e2e;

import org.jspecify.annotations.NullMarked;
