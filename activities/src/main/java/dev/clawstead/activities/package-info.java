/** Everything that touches the outside, one package a vendor. */
@NullMarked
package dev.clawstead.activities;

import org.jspecify.annotations.NullMarked;
