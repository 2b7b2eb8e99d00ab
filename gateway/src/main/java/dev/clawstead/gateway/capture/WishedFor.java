package dev.clawstead.gateway.capture;

import dev.clawstead.db.capture.Captures.Wish;
import dev.clawstead.secrets.ContentSeal;

/** An owner's wish, with what seals for him. */
record WishedFor(Wish wish, ContentSeal seal) {

  static WishedFor of(Wish wish) {
    return new WishedFor(wish, ContentSeal.with(wish.publicKey()));
  }
}
