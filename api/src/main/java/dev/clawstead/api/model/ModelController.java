package dev.clawstead.api.model;

import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.catalogue.Catalogue;
import dev.clawstead.db.catalogue.Catalogue.Link;
import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelId;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.db.catalogue.Catalogues;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Price;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an account's plan offers of models, and at what price. */
@Tag(name = "models")
@RestController
class ModelController {

  private final Catalogues catalogues;
  private final Clock clock;

  ModelController(Database database, Clock clock) {
    this.catalogues = new Catalogues(database.sql());
    this.clock = clock;
  }

  @Operation(
      summary = "The models that your plan offers, by the names agents ask for, with their prices",
      description = "Links of the lowest place serve first; the next ones when those cannot.",
      operationId = "listModels")
  @GetMapping("/api/v1/models")
  ModelsView list(Caller caller) {
    Catalogue catalogue = catalogues.load();
    Plan plan = caller.account().plan();
    Map<String, List<Link>> chains =
        catalogue.links().stream()
            .collect(Collectors.groupingBy(Link::alias, TreeMap::new, Collectors.toList()));
    List<AliasView> models = new ArrayList<>();
    chains.forEach(
        (alias, links) -> {
          List<LinkView> sold = sold(catalogue, links, plan);
          if (!sold.isEmpty()) {
            models.add(new AliasView(alias, sold));
          }
        });
    return new ModelsView(models);
  }

  private List<LinkView> sold(Catalogue catalogue, List<Link> links, Plan plan) {
    Map<ModelId, Model> models =
        catalogue.models().stream().collect(Collectors.toMap(Model::id, Function.identity()));
    Set<String> open =
        catalogue.providers().stream()
            .filter(ModelProvider::enabled)
            .map(ModelProvider::name)
            .collect(Collectors.toSet());
    Instant now = clock.instant();
    return Link.forPlan(links, plan).stream()
        .filter(link -> open.contains(link.model().provider()))
        .flatMap(
            link -> {
              Model model = models.get(link.model());
              Price price = model == null ? null : model.price(now);
              return model == null || price == null
                  ? Stream.empty()
                  : Stream.of(LinkView.of(link, model, price));
            })
        .toList();
  }

  /** Everything on offer. */
  record ModelsView(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<AliasView> models) {}

  /** A name, and what serves it. */
  record AliasView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String alias,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<LinkView> links) {}

  /** A provider's model at today's price. */
  record LinkView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String provider,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String model,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int place,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int weight,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int contextTokens,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int outputTokensMax,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long inputMicrosPerMillion,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long cachedInputMicrosPerMillion,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long cacheWriteMicrosPerMillion,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) long outputMicrosPerMillion) {

    static LinkView of(Link link, Model model, Price price) {
      return new LinkView(
          link.model().provider(),
          link.model().model(),
          link.place(),
          link.weight(),
          model.contextMax(),
          model.outputMax(),
          price.input(),
          price.cachedInput(),
          price.cacheWrite(),
          price.output());
    }
  }
}
