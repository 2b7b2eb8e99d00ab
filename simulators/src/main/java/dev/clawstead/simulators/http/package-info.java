/**
 * A small HTTP server that the simulators stand on: routes, JSON and streamed answers, and answers
 * that go wrong.
 */
@NullMarked
package dev.clawstead.simulators.http;

import org.jspecify.annotations.NullMarked;
