package dev.clawstead.db.catalogue;

import static dev.clawstead.db.generated.Tables.PROVIDER_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.db.catalogue.ProviderKeys.NewKey;
import dev.clawstead.db.rate.PlanRates;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.RateLimit;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelChangesTest {

  private final Database database = TestDatabase.create();
  private final ModelChanges changes = new ModelChanges(database.sql());
  private final ProviderKeys providerKeys = new ProviderKeys(database.sql());

  @BeforeEach
  void sell() {
    new Catalogues(database.sql()).replace(catalogue(true));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everythingThatGatewaysKeepIsCountedWhenItChanges() {
    UUID instance = new TestRows(database.sql()).order();
    ModelKeys modelKeys = new ModelKeys(database.sql());
    UUID key = add();
    UUID minted = modelKeys.mint(instance, "laptop", new byte[32], null);
    List<Runnable> all =
        List.of(
            this::add,
            () -> providerKeys.refused(key, "401"),
            () -> providerKeys.tested(null, key, null),
            () -> providerKeys.remove(null, key),
            () -> modelKeys.revoke(instance, minted),
            () -> new PlanRates(database.sql()).set(Plan.PRO, new RateLimit(1, 1, 1)),
            () -> new Catalogues(database.sql()).replace(catalogue(false)));

    for (Runnable change : all) {
      long before = changes.version();
      change.run();
      assertThat(changes.version()).isGreaterThan(before);
    }
  }

  @Test
  void whoeverReadsAVersionSeesAllThatItCounts() throws Exception {
    long before = changes.version();
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> adding = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        adding.add(threads.submit(this::add));
      }
      while (!adding.stream().allMatch(Future::isDone)) {
        long counted = changes.version() - before;
        assertThat((long) database.sql().fetchCount(PROVIDER_KEYS)).isGreaterThanOrEqualTo(counted);
      }
      for (Future<?> one : adding) {
        one.get();
      }
    }
    assertThat(changes.version() - before).isEqualTo(200);
  }

  private UUID add() {
    return providerKeys.add(
        new NewKey(NewKey.nextId(), "openai", null, "main", "sealed", "abcd", 1));
  }

  private static Catalogue catalogue(boolean enabled) {
    return new Catalogue(
        List.of(
            new ModelProvider("openai", ModelProtocol.OPENAI, URI.create("http://x/v1"), enabled)),
        List.of(),
        List.of());
  }
}
