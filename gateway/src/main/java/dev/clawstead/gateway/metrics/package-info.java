/** What this process has counted, in the form that Prometheus reads. */
@NullMarked
package dev.clawstead.gateway.metrics;

import org.jspecify.annotations.NullMarked;
