package dev.clawstead.db.catalogue;

import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Price;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that may be bought, from whom, and under which name. */
public record Catalogue(List<ModelProvider> providers, List<Model> models, List<Link> links) {

  /** A catalogue that sells nothing. */
  public static final Catalogue EMPTY = new Catalogue(List.of(), List.of(), List.of());

  /**
   * Who sells; {@code base} is what comes before {@code /chat/completions} or {@code /messages}.
   */
  public record ModelProvider(String name, ModelProtocol protocol, URI base, boolean enabled) {}

  /** A model as its provider names it. */
  public record ModelId(String provider, String model) {}

  /**
   * What is sold. Sizes are in tokens.
   *
   * @param outputMax the most it generates in one answer; 0 for a model that generates none
   */
  public record Model(ModelId id, int contextMax, int outputMax, List<PriceSince> prices) {

    /** The price at this moment; absent for a model that may not be sold then. */
    public @Nullable Price price(Instant at) {
      Price price = null;
      for (PriceSince one : prices) {
        if (!one.since.isAfter(at)) {
          price = one.price;
        }
      }
      return price;
    }
  }

  /** A price that holds from this moment on, until the next one; lists are oldest first. */
  public record PriceSince(Instant since, Price price) {}

  /**
   * One link of the chain behind a name.
   *
   * @param plan for whom; absent for every plan that has no chain of its own under this name
   * @param place 1 is tried first; links of one place share the calls by weight
   */
  public record Link(String alias, @Nullable Plan plan, int place, ModelId model, int weight) {

    /** Of the links behind one name those that serve this plan: its own, or those of every plan. */
    public static List<Link> forPlan(List<Link> all, Plan plan) {
      List<Link> own = all.stream().filter(link -> link.plan == plan).toList();
      return own.isEmpty() ? all.stream().filter(link -> link.plan == null).toList() : own;
    }
  }
}
