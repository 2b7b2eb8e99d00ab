/** What the launcher asks for: up, down, status, reset. */
@NullMarked
package dev.clawstead.standalone.command;

import org.jspecify.annotations.NullMarked;
