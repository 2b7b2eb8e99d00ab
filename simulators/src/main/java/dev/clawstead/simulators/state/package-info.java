/** What a simulator remembers: one JSON file that is on disk before an answer goes out. */
@NullMarked
package dev.clawstead.simulators.state;

import org.jspecify.annotations.NullMarked;
