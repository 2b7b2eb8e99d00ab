/** What an installation keeps on disk: its name, its secrets, its settings, what runs. */
@NullMarked
package dev.clawstead.standalone.state;

import org.jspecify.annotations.NullMarked;
