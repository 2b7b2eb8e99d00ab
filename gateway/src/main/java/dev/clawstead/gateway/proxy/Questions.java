package dev.clawstead.gateway.proxy;

import dev.clawstead.gateway.table.Rereads.Wish;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What a waiting request may ask of PostgreSQL; never called to block. */
public interface Questions {

  /** Completes when the table knows the newest row of this address, or when that cannot be had. */
  CompletableFuture<Void> refresh(String slug, Wish wish);

  /** Uses a ticket up; fails when PostgreSQL does not answer. */
  CompletableFuture<Boolean> redeem(String ticket, UUID instance);
}
