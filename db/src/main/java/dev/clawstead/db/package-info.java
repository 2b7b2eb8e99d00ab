/** Opens and migrates the database. The tables' repositories lie in the packages below. */
@NullMarked
package dev.clawstead.db;

import org.jspecify.annotations.NullMarked;
