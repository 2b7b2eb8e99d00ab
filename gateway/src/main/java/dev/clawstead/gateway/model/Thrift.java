package dev.clawstead.gateway.model;

import dev.clawstead.gateway.budget.Admission.Payer;
import dev.clawstead.gateway.protocol.Surface;
import java.time.Instant;
import java.util.List;

/**
 * Chooses under which alias a call is served: the one it asks for, or, once most of a budget is
 * spent and its owner wants that, a cheaper one. Nobody loses by it: what is dearer, or cannot
 * serve the call, is not taken.
 */
final class Thrift {

  private Thrift() {}

  /** The ways to serve this call, best first. */
  static List<Offer> offers(Shelf shelf, ModelRequest request, Payer payer, Instant now) {
    List<Offer> asked = offers(shelf, request, request.ask().model(), payer, now);
    String cheaper = payer.cheaper();
    if (cheaper == null || asked.isEmpty() || !answersInWords(request.surface())) {
      return asked;
    }
    List<Offer> instead = offers(shelf, request, cheaper, payer, now);
    return !instead.isEmpty() && isCheaper(instead.getFirst(), asked.getFirst()) ? instead : asked;
  }

  private static List<Offer> offers(
      Shelf shelf, ModelRequest request, String alias, Payer payer, Instant now) {
    return Offer.withoutSurprise(
        shelf.chain(alias, payer.plan(), payer.account(), request.ask().session(), now).stream()
            .filter(
                offer ->
                    offer.provider().protocol() == request.surface().protocol()
                        || request.surface().translates())
            .toList());
  }

  /** An embedding of another model means nothing to who asked for this one's. */
  private static boolean answersInWords(Surface surface) {
    return surface != Surface.EMBEDDINGS && !surface.isFree();
  }

  private static boolean isCheaper(Offer one, Offer other) {
    return one.price().output() < other.price().output()
        && one.price().input() <= other.price().input();
  }
}
