package dev.clawstead.api.model;

import dev.clawstead.api.limit.Limits;
import dev.clawstead.api.model.ProviderKeyViews.NewProviderKey;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.FieldErrors.Length;
import dev.clawstead.api.problem.Kind;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.catalogue.Catalogue.ModelProvider;
import dev.clawstead.db.catalogue.Catalogues;
import dev.clawstead.db.catalogue.ProviderKeys;
import dev.clawstead.db.catalogue.ProviderKeys.ListedKey;
import dev.clawstead.db.catalogue.ProviderKeys.NewKey;
import dev.clawstead.db.catalogue.ProviderKeys.ProviderKey;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.SealBrokenException;
import dev.clawstead.secrets.Vault;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keys at providers: those that customers bring, and the platform's own. They come in and never go
 * out again.
 */
@Component
class ProviderKeyActions {

  private static final Length NAME = new Length(1, 60);
  private static final Length KEY = new Length(8, 500);
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]*");
  private static final int HINT_LETTERS = 4;
  private static final int KEYS_MAX = 20;
  private static final int WEIGHT_MAX = 100;

  private final Database database;
  private final ProviderKeys keys;
  private final Catalogues catalogues;
  private final ProviderProbe probe;
  private final Limits limits;
  private final Vault vault;

  ProviderKeyActions(Database database, ProviderProbe probe, Limits limits, PlatformSecret secret) {
    this.database = database;
    this.keys = new ProviderKeys(database.sql());
    this.catalogues = new Catalogues(database.sql());
    this.probe = probe;
    this.limits = limits;
    this.vault = new Vault(secret);
  }

  /** The keys of this account, or the platform's; newest first. */
  List<ListedKey> list(@Nullable UUID account, @Nullable UUID after, int rows) {
    return keys.list(account, after, rows);
  }

  /** Tests the key at its provider, seals and stores it. */
  ListedKey add(Caller caller, @Nullable UUID account, NewProviderKey wanted) {
    FieldErrors errors = new FieldErrors();
    int weight = weight(errors, wanted.weight());
    String name = errors.name("name", wanted.name(), NAME);
    String key = errors.text("key", wanted.key(), KEY);
    if (!PRINTABLE.matcher(key).matches()) {
      errors.add("key", "must have no spaces and nothing but ASCII");
    }
    Optional<ModelProvider> provider = provider(errors, wanted.provider());
    errors.orThrow();
    if (account != null && keys.count(account) >= KEYS_MAX) {
      throw ProblemException.of(
          Kind.CONFLICT, "There are " + KEYS_MAX + " keys already. Remove one first.");
    }
    limits.keyTest(caller.accountId());
    ModelProvider at = provider.orElseThrow();
    probe.check(at, key);
    UUID id = NewKey.nextId();
    String hint = key.substring(key.length() - HINT_LETTERS);
    NewKey sealed =
        new NewKey(id, at.name(), account, name, vault.seal(owner(account), id, key), hint, weight);
    database
        .sql()
        .transaction(
            tx -> {
              new ProviderKeys(tx.dsl()).add(sealed);
              Audit.add(tx.dsl(), audit(caller, account, "provider-key.add", id));
            });
    return keys.find(account, id).orElseThrow(() -> ProblemException.notFound("key"));
  }

  /**
   * Asks the provider again, and keeps what it says; an answer that says nothing ends the request.
   */
  ListedKey test(Caller caller, @Nullable UUID account, UUID id) {
    ProviderKey kept = keys.sealed(account, id).orElseThrow(() -> ProblemException.notFound("key"));
    ModelProvider at =
        offered().stream()
            .filter(provider -> provider.name().equals(kept.provider()))
            .findFirst()
            .orElseThrow(
                () ->
                    ProblemException.of(
                        Kind.CONFLICT, kept.provider() + " is not on offer at the moment."));
    limits.keyTest(caller.accountId());
    String refusal = probe.refusal(at, open(kept));
    database
        .sql()
        .transaction(
            tx -> {
              new ProviderKeys(tx.dsl()).tested(account, id, refusal);
              Audit.add(tx.dsl(), audit(caller, account, "provider-key.test", id));
            });
    return keys.find(account, id).orElseThrow(() -> ProblemException.notFound("key"));
  }

  private String open(ProviderKey key) {
    try {
      return vault.open(owner(key.account()), key.id(), key.sealed());
    } catch (SealBrokenException e) {
      throw new IllegalStateException("a kept key cannot be opened", e);
    }
  }

  private static String owner(@Nullable UUID account) {
    return account == null ? Vault.PLATFORM : account.toString();
  }

  private static int weight(FieldErrors errors, @Nullable Integer weight) {
    if (weight == null) {
      return 1;
    }
    if (weight < 1 || weight > WEIGHT_MAX) {
      errors.add("weight", "must be from 1 to " + WEIGHT_MAX);
    }
    return weight;
  }

  /** Takes the key away from everybody, and forgets it. */
  void remove(Caller caller, @Nullable UUID account, UUID id) {
    boolean removed =
        database
            .sql()
            .transactionResult(
                tx -> {
                  boolean there = new ProviderKeys(tx.dsl()).remove(account, id);
                  if (there) {
                    Audit.add(tx.dsl(), audit(caller, account, "provider-key.remove", id));
                  }
                  return there;
                });
    if (!removed) {
      throw ProblemException.notFound("key");
    }
  }

  private Optional<ModelProvider> provider(FieldErrors errors, @Nullable String name) {
    if (name == null) {
      errors.add("provider", "is missing");
      return Optional.empty();
    }
    List<ModelProvider> open = offered();
    Optional<ModelProvider> found = open.stream().filter(p -> p.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      errors.add(
          "provider",
          "is not one of " + String.join(", ", open.stream().map(ModelProvider::name).toList()));
    }
    return found;
  }

  private List<ModelProvider> offered() {
    return catalogues.load().providers().stream().filter(ModelProvider::enabled).toList();
  }

  private static Audit.Entry audit(Caller caller, @Nullable UUID account, String action, UUID key) {
    String subject = account == null ? "platform" : "account:" + account;
    return Audit.Entry.of(caller.accountId(), caller.actor(), action, subject)
        .with("key", key.toString());
  }
}
