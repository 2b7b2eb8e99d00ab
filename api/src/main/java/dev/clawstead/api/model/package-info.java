/** Models for people and programs: what is sold, keys to call it with, what was spent on it. */
@NullMarked
package dev.clawstead.api.model;

import org.jspecify.annotations.NullMarked;
