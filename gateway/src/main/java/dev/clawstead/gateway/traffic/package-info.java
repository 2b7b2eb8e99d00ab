/**
 * Decides when a model call may begin: rates by plan, shared by gateways, waited for in fair turns.
 */
@NullMarked
package dev.clawstead.gateway.traffic;

import org.jspecify.annotations.NullMarked;
