package dev.clawstead.gateway.model;

import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.domain.Price;
import dev.clawstead.domain.Spend;
import java.util.List;

/** One way to serve a call: a provider's model at today's price, with one of its keys. */
record Offer(ModelProvider provider, Model model, Price price, ProviderSecret key) {

  /**
   * What of this is charged: with a customer's own key the tokens count for the caps of its own,
   * not for what the plan includes, and cost nothing.
   */
  Spend charged(Spend full) {
    return key.isCustomers() ? new Spend(0, full.tokens()) : full;
  }

  /**
   * Those of these offers that may serve a call. Where a key that the customer brought is among
   * them only such keys may, also while they fail: nobody is charged by surprise.
   */
  static List<Offer> withoutSurprise(List<Offer> offers) {
    List<Offer> own = offers.stream().filter(offer -> offer.key.isCustomers()).toList();
    return own.isEmpty() ? offers : own;
  }
}
