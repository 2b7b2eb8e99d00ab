package dev.clawstead.api.model;

import dev.clawstead.api.session.Caller;
import dev.clawstead.api.session.Operator;
import dev.clawstead.db.Database;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.catalogue.Catalogue;
import dev.clawstead.db.catalogue.Catalogues;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The catalogue of models: who sells, at what price, under which names. */
@Tag(name = "operator")
@RestController
@RequestMapping("/api/v1/ops/models")
class OpsModelController {

  private final Database database;
  private final Catalogues catalogues;
  private final Clock clock;

  OpsModelController(Database database, Clock clock) {
    this.database = database;
    this.catalogues = new Catalogues(database.sql());
    this.clock = clock;
  }

  @Operation(summary = "The whole catalogue of models", operationId = "opsModels")
  @GetMapping
  CatalogueForm get(Operator operator) {
    return CatalogueForm.of(catalogues.load());
  }

  @Operation(
      summary = "Replace the catalogue of models",
      description =
          "Gateways sell by the new one within a second. What is left out is switched off; prices"
              + " that have held stay.",
      operationId = "opsReplaceModels")
  @PutMapping
  CatalogueForm replace(Operator operator, @RequestBody CatalogueForm body) {
    Catalogue wanted = new CatalogueCheck(catalogues.loadAll(), clock.instant()).read(body);
    Caller caller = operator.caller();
    database
        .sql()
        .transaction(
            tx -> {
              new Catalogues(tx.dsl()).replace(wanted);
              Audit.add(
                  tx.dsl(),
                  Audit.Entry.of(
                      caller.accountId(), caller.actor(), "catalogue.replace", "platform"));
            });
    return get(operator);
  }
}
