package dev.clawstead.gateway.model;

import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.domain.Price;

/** One way to serve a call: a provider's model at today's price, with one of its keys. */
record Offer(ModelProvider provider, Model model, Price price, ProviderSecret key) {}
