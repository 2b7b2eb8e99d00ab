package dev.clawstead.gateway.access;

import dev.clawstead.gateway.page.Page;
import dev.clawstead.gateway.table.AgentRoute;
import dev.clawstead.gateway.table.Rereads.Wish;
import org.jspecify.annotations.Nullable;

/** What is to be done with a request for an agent's address. */
public sealed interface Verdict {

  /** Goes to the cell; with the cell's own credential unless it is a health check. */
  record Forward(AgentRoute route, boolean withKey) implements Verdict {}

  /** Is answered here; {@code again} says whether a fresher row might change that. */
  record Deny(Page page, @Nullable Wish again) implements Verdict {}

  /** Is a browser's question whether the console may send its chat, which it may. */
  record Preflight() implements Verdict {}

  /** Wants to turn a ticket into a cookie. */
  record Redeem(AgentRoute route, String ticket) implements Verdict {}
}
