package dev.clawstead.api.model;

import dev.clawstead.api.limit.Limits;
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
import dev.clawstead.secrets.PlatformSecret;
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
  ListedKey add(Caller caller, @Nullable UUID account, Wanted wanted) {
    FieldErrors errors = new FieldErrors();
    String name = errors.name("name", wanted.name, NAME);
    String key = errors.text("key", wanted.key, KEY);
    if (!PRINTABLE.matcher(key).matches()) {
      errors.add("key", "must have no spaces and nothing but ASCII");
    }
    Optional<ModelProvider> provider = provider(errors, wanted.provider);
    errors.orThrow();
    if (account != null && keys.count(account) >= KEYS_MAX) {
      throw ProblemException.of(
          Kind.CONFLICT, "There are " + KEYS_MAX + " keys already. Remove one first.");
    }
    limits.keyTest(caller.accountId());
    ModelProvider at = provider.orElseThrow();
    probe.check(at, key);
    UUID id = NewKey.nextId();
    String owner = account == null ? Vault.PLATFORM : account.toString();
    String hint = key.substring(key.length() - HINT_LETTERS);
    NewKey sealed =
        new NewKey(id, at.name(), account, name, vault.seal(owner, id, key), hint, wanted.weight);
    database
        .sql()
        .transaction(
            tx -> {
              new ProviderKeys(tx.dsl()).add(sealed);
              Audit.add(tx.dsl(), audit(caller, account, "provider-key.add", id));
            });
    return keys.find(account, id).orElseThrow(() -> ProblemException.notFound("key"));
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
    List<ModelProvider> open =
        catalogues.load().providers().stream().filter(ModelProvider::enabled).toList();
    Optional<ModelProvider> found = open.stream().filter(p -> p.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      errors.add(
          "provider",
          "is not one of " + String.join(", ", open.stream().map(ModelProvider::name).toList()));
    }
    return found;
  }

  private static Audit.Entry audit(Caller caller, @Nullable UUID account, String action, UUID key) {
    String subject = account == null ? "platform" : "account:" + account;
    return Audit.Entry.of(caller.accountId(), caller.actor(), action, subject)
        .with("key", key.toString());
  }

  /** A key that somebody wants to have used; it is never printed. */
  record Wanted(
      @Nullable String provider, @Nullable String name, @Nullable String key, int weight) {

    @Override
    public String toString() {
      return "Wanted[" + provider + "]";
    }
  }
}
