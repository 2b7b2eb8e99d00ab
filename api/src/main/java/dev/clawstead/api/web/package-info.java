/** The HTTP server around the API: headers, limits, the console's files. */
@NullMarked
package dev.clawstead.api.web;

import org.jspecify.annotations.NullMarked;
