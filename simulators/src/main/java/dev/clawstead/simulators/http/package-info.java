/**
 * A small HTTP server that both simulators stand on: routes, JSON answers, and answers that go
 * wrong.
 */
@NullMarked
package dev.clawstead.simulators.http;

import org.jspecify.annotations.NullMarked;
