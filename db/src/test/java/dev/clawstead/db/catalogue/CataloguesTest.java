package dev.clawstead.db.catalogue;

import static dev.clawstead.db.generated.Tables.CAPS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Crowd;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import dev.clawstead.db.TestRows;
import dev.clawstead.db.catalogue.Catalogue.Link;
import dev.clawstead.db.catalogue.Catalogue.Model;
import dev.clawstead.db.catalogue.Catalogue.ModelId;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.db.catalogue.Catalogue.PriceSince;
import dev.clawstead.db.catalogue.ModelKeys.ModelKey;
import dev.clawstead.db.catalogue.ProviderKeys.ListedKey;
import dev.clawstead.db.catalogue.ProviderKeys.NewKey;
import dev.clawstead.db.catalogue.ProviderKeys.ProviderKey;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.Price;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CataloguesTest {

  private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Price DEAR = new Price(2_000_000, 200_000, 2_000_000, 8_000_000);
  private static final Price CHEAP = new Price(1_000_000, 100_000, 1_000_000, 4_000_000);
  private static final ModelId GPT = new ModelId("openai", "gpt-5.1");

  private final Database database = TestDatabase.create();
  private final Catalogues catalogues = new Catalogues(database.sql());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatWasPutIsLoadedAndASecondTimeChangesNothing() {
    catalogues.replace(catalogue(List.of(new PriceSince(JANUARY, DEAR))));
    catalogues.replace(catalogue(List.of(new PriceSince(JANUARY, DEAR))));

    assertThat(catalogues.load()).isEqualTo(catalogue(List.of(new PriceSince(JANUARY, DEAR))));
  }

  @Test
  void aPriceHoldsFromItsDateOnAndAnOlderOneStays() {
    catalogues.replace(catalogue(List.of(new PriceSince(JANUARY, DEAR))));
    catalogues.replace(catalogue(List.of(new PriceSince(JUNE, CHEAP))));

    Model model = catalogues.load().models().getFirst();

    assertThat(model.price(JANUARY.minusSeconds(1))).isNull();
    assertThat(model.price(JANUARY)).isEqualTo(DEAR);
    assertThat(model.price(JUNE.minusSeconds(1))).isEqualTo(DEAR);
    assertThat(model.price(JUNE)).isEqualTo(CHEAP);
  }

  @Test
  void aProviderThatIsLeftOutIsSwitchedOff() {
    catalogues.replace(catalogue(List.of()));
    catalogues.replace(Catalogue.EMPTY);

    Catalogue now = catalogues.load();

    assertThat(now.providers()).extracting(ModelProvider::enabled).containsExactly(false);
    assertThat(now.links()).isEmpty();
  }

  @Test
  void aModelThatIsLeftOutIsNotOnOfferAndItsPricesStay() {
    catalogues.replace(catalogue(List.of(new PriceSince(JANUARY, DEAR))));
    catalogues.replace(Catalogue.EMPTY);

    assertThat(catalogues.load().models()).isEmpty();
    assertThat(catalogues.loadAll().models().getFirst().price(JUNE)).isEqualTo(DEAR);
  }

  @Test
  void aPriceToComeMayBeTakenBack() {
    Instant later = Instant.now().plusSeconds(86_400).truncatedTo(ChronoUnit.SECONDS);
    catalogues.replace(
        catalogue(List.of(new PriceSince(JANUARY, DEAR), new PriceSince(later, CHEAP))));
    catalogues.replace(catalogue(List.of(new PriceSince(JANUARY, DEAR))));

    assertThat(catalogues.load().models().getFirst().price(later)).isEqualTo(DEAR);
  }

  @Test
  void whoReplacesItAtTheSameMomentDoesSoInTurn() throws Exception {
    catalogues.replace(catalogue(List.of()));
    Callable<Boolean> replacing =
        () -> {
          catalogues.replace(catalogue(List.of(new PriceSince(JANUARY, DEAR))));
          return true;
        };

    assertThat(Crowd.together(Collections.nCopies(8, replacing))).hasSize(8);
    assertThat(catalogues.load()).isEqualTo(catalogue(List.of(new PriceSince(JANUARY, DEAR))));
  }

  @Test
  void anOwnerReachesOnlyKeysOfItsOwn() {
    catalogues.replace(catalogue(List.of()));
    UUID account = account();
    ProviderKeys keys = new ProviderKeys(database.sql());
    UUID own = keys.add(new NewKey(NewKey.nextId(), "openai", account, "mine", "sealed", "x9", 1));
    UUID ours = keys.add(new NewKey(NewKey.nextId(), "openai", null, "main", "sealed", "x9", 1));

    assertThat(keys.list(account, null, 9)).extracting(ListedKey::id).containsExactly(own);
    assertThat(keys.list(null, null, 9)).extracting(ListedKey::id).containsExactly(ours);
    assertThat(keys.remove(null, own)).isFalse();
    assertThat(keys.remove(account, ours)).isFalse();
    assertThat(keys.remove(UUID.randomUUID(), own)).isFalse();
    assertThat(keys.remove(account, own)).isTrue();
    assertThat(keys.all()).extracting(ProviderKey::id).containsExactly(ours);
  }

  private UUID account() {
    UUID instance = new TestRows(database.sql()).order();
    return database.sql().fetchSingle(INSTANCES, INSTANCES.ID.eq(instance)).getAccountId();
  }

  @Test
  void aKeyThatItsProviderRefusedIsKnownAsThat() {
    catalogues.replace(catalogue(List.of()));
    ProviderKeys keys = new ProviderKeys(database.sql());
    UUID id = keys.add(new NewKey(NewKey.nextId(), "openai", null, "main", "sealed", "x9", 3));

    keys.refused(id, "401 from openai");

    assertThat(keys.all()).extracting(ProviderKey::id, ProviderKey::good).hasSize(1);
    assertThat(keys.all().getFirst().good()).isFalse();
  }

  @Test
  void aMintedKeyLivesUntilItIsRevokedOrExpires() {
    UUID instance = new TestRows(database.sql()).order();
    ModelKeys keys = new ModelKeys(database.sql());
    UUID kept = keys.mint(instance, "laptop", hash(1), null);
    UUID revoked = keys.mint(instance, "phone", hash(2), null);
    keys.mint(instance, "old", hash(3), Instant.now().minusSeconds(1));

    assertThat(keys.revoke(instance, revoked)).isTrue();
    assertThat(keys.revoke(instance, revoked)).isFalse();
    assertThat(keys.revoke(UUID.randomUUID(), kept)).isFalse();

    assertThat(keys.live()).extracting(ModelKey::id).containsExactly(kept);
  }

  @Test
  void ofManyWhoReplaceAKeyThatEndsAtOnceOneDoes() throws Exception {
    UUID instance = new TestRows(database.sql()).order();
    UUID old = new ModelKeys(database.sql()).mint(instance, "laptop", hash(1), null);
    Instant over = Instant.now().minusSeconds(1);
    List<Callable<Boolean>> crowd = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] successor = hash(10 + i);
      crowd.add(
          () ->
              database
                  .sql()
                  .transactionResult(
                      tx ->
                          new ModelKeys(tx.dsl())
                              .rotate(instance, old, successor, over)
                              .isPresent()));
    }

    assertThat(Crowd.together(crowd)).containsOnlyOnce(true);
    assertThat(new ModelKeys(database.sql()).live()).hasSize(1);
  }

  @Test
  void aSuccessorHasTheCapOfTheKeyItReplaces() {
    UUID instance = new TestRows(database.sql()).order();
    ModelKeys keys = new ModelKeys(database.sql());
    UUID old = keys.mint(instance, "laptop", hash(1), null);
    database
        .sql()
        .insertInto(CAPS, CAPS.SCOPE, CAPS.SCOPE_ID, CAPS.PERIOD, CAPS.MICROS)
        .values("key", old, "month", 700L)
        .execute();

    UUID successor =
        keys.rotate(instance, old, hash(2), Instant.now().plusSeconds(60)).orElseThrow().id();

    assertThat(database.sql().fetchSingle(CAPS, CAPS.SCOPE_ID.eq(successor)).getMicros())
        .isEqualTo(700);
    assertThat(keys.rotate(UUID.randomUUID(), old, hash(3), Instant.now())).isEmpty();
  }

  private static byte[] hash(int first) {
    byte[] hash = new byte[32];
    hash[0] = (byte) first;
    return hash;
  }

  private static Catalogue catalogue(List<PriceSince> prices) {
    return new Catalogue(
        List.of(
            new ModelProvider(
                "openai", ModelProtocol.OPENAI, URI.create("https://api.openai.com/v1"), true)),
        List.of(new Model(GPT, 400_000, 128_000, prices)),
        List.of(new Link("smart", null, 1, GPT, 1), new Link("smart", Plan.PRO, 1, GPT, 2)));
  }
}
