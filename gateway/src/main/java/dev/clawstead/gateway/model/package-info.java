/** The model gateway: takes agents' model calls, pays for them from budgets, asks providers. */
@NullMarked
package dev.clawstead.gateway.model;

import org.jspecify.annotations.NullMarked;
