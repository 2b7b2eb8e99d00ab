package dev.clawstead.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequest;
import dev.clawstead.api.instance.InstanceActions;
import dev.clawstead.api.page.Page;
import dev.clawstead.api.page.PageRequest;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.FieldErrors.Length;
import dev.clawstead.api.problem.ProblemException;
import dev.clawstead.api.session.Caller;
import dev.clawstead.db.Database;
import dev.clawstead.db.audit.Audit;
import dev.clawstead.db.catalogue.ModelKeys;
import dev.clawstead.db.catalogue.ModelKeys.ListedKey;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.db.spending.Caps;
import dev.clawstead.db.spending.Caps.OwnCap;
import dev.clawstead.domain.CapScope;
import dev.clawstead.secrets.Tokens;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keys with which an agent's owner calls models from tools of his own. */
@Tag(name = "models")
@RestController
@RequestMapping("/api/v1/instances/{id}/keys")
class ModelKeyController {

  private static final Length NAME = new Length(1, 60);
  private static final int OVERLAP_SECONDS_MAX = 30 * 24 * 60 * 60;

  private final InstanceActions instances;
  private final Database database;
  private final Idempotency idempotency;
  private final Clock clock;

  ModelKeyController(
      InstanceActions instances, Database database, Idempotency idempotency, Clock clock) {
    this.instances = instances;
    this.database = database;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  @Operation(summary = "The agent's keys to models, newest first", operationId = "listModelKeys")
  @GetMapping
  Page<KeyView> list(Caller caller, @PathVariable UUID id, PageRequest page) {
    Instance instance = instances.find(caller, id);
    List<ListedKey> keys =
        new ModelKeys(database.sql()).list(instance.id(), page.afterId(), page.rows());
    Map<UUID, OwnCap> caps =
        new Caps(database.sql()).ofKeys(keys.stream().map(ListedKey::id).toList());
    return Page.of(
        keys, page, key -> key.id().toString(), key -> KeyView.of(key, caps.get(key.id())));
  }

  @Operation(
      summary = "Mint a key to models",
      description = "What it spends comes off the agent's budget. The key is shown only now.",
      operationId = "createModelKey")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  MintedKey create(
      Caller caller, @PathVariable UUID id, KeyedRequest keyed, @RequestBody NewModelKey body) {
    Instance instance = instances.find(caller, id);
    FieldErrors errors = new FieldErrors();
    String name = errors.name("name", body.name(), NAME);
    Instant expires = body.expiresAt();
    if (expires != null && !expires.isAfter(clock.instant())) {
      errors.add("expiresAt", "is over already");
    }
    KeyCap cap = body.cap();
    if (cap != null) {
      cap.check(errors);
    }
    errors.orThrow();
    return idempotency.once(
        keyed.forCaller(caller, body),
        MintedKey.class,
        () -> mint(caller, instance, name, body));
  }

  private MintedKey mint(Caller caller, Instance instance, String name, NewModelKey body) {
    Instant expires = body.expiresAt();
    KeyCap cap = body.cap();
    String key = Tokens.random("csm_");
    UUID id =
        database
            .sql()
            .transactionResult(
                tx -> {
                  UUID minted =
                      new ModelKeys(tx.dsl()).mint(instance.id(), name, Tokens.hash(key), expires);
                  if (cap != null) {
                    new Caps(tx.dsl())
                        .set(CapScope.KEY, minted, cap.checkedPeriod(), cap.checkedAmount());
                  }
                  Audit.add(tx.dsl(), audit(caller, "model-key.create", instance, minted));
                  return minted;
                });
    return new MintedKey(id, name, key, expires);
  }

  @Operation(
      summary = "Replace a key to models",
      description =
          "Mints a successor with the same name, end and cap. The old key works on for the overlap,"
              + " so that no call fails while tools change over. The new key is shown only now.",
      operationId = "rotateModelKey")
  @PostMapping("/{keyId}/rotate")
  @ResponseStatus(HttpStatus.CREATED)
  MintedKey rotate(
      Caller caller,
      @PathVariable UUID id,
      @PathVariable UUID keyId,
      KeyedRequest keyed,
      @RequestBody KeyRotation body) {
    Instance instance = instances.find(caller, id);
    Integer overlap = body.overlapSeconds();
    if (overlap == null || overlap < 0 || overlap > OVERLAP_SECONDS_MAX) {
      FieldErrors errors = new FieldErrors();
      errors.add(
          "overlapSeconds",
          overlap == null ? "is missing" : "must be from 0 to " + OVERLAP_SECONDS_MAX);
      errors.orThrow();
    }
    Instant oldEnds = clock.instant().plusSeconds(overlap == null ? 0 : overlap);
    return idempotency.once(
        keyed.forCaller(caller, body),
        MintedKey.class,
        () -> rotate(caller, instance, keyId, oldEnds));
  }

  private MintedKey rotate(Caller caller, Instance instance, UUID old, Instant oldEnds) {
    String key = Tokens.random("csm_");
    ListedKey successor =
        database
            .sql()
            .transactionResult(
                tx -> {
                  ListedKey made =
                      new ModelKeys(tx.dsl())
                          .rotate(instance.id(), old, Tokens.hash(key), oldEnds)
                          .orElseThrow(() -> ProblemException.notFound("key"));
                  Audit.add(
                      tx.dsl(),
                      audit(caller, "model-key.rotate", instance, old)
                          .with("successor", made.id().toString()));
                  return made;
                });
    return new MintedKey(successor.id(), successor.name(), key, successor.expires());
  }

  @Operation(
      summary = "Revoke a key to models",
      description = "It is void within a second.",
      operationId = "deleteModelKey")
  @DeleteMapping("/{keyId}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(Caller caller, @PathVariable UUID id, @PathVariable UUID keyId) {
    Instance instance = instances.find(caller, id);
    boolean revoked =
        database
            .sql()
            .transactionResult(
                tx -> {
                  boolean there = new ModelKeys(tx.dsl()).revoke(instance.id(), keyId);
                  if (there) {
                    Audit.add(tx.dsl(), audit(caller, "model-key.revoke", instance, keyId));
                  }
                  return there;
                });
    if (!revoked) {
      throw ProblemException.notFound("key");
    }
  }

  private static Audit.Entry audit(Caller caller, String action, Instance instance, UUID key) {
    return Audit.Entry.of(caller.accountId(), caller.actor(), action, "instance:" + instance.id())
        .with("key", key.toString());
  }

  /** What a key is for, and until when. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record NewModelKey(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minLength = 1,
              maxLength = 60,
              pattern = dev.clawstead.api.instance.NewAgent.NAME_FORM)
          @Nullable String name,
      @Schema(description = "What is left out is never.") @Nullable Instant expiresAt,
      @Schema(description = "What this key may spend; the agent's caps bound it besides.")
          @Nullable KeyCap cap) {}

  /** How long the old key works on. */
  @Schema(additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
  record KeyRotation(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              minimum = "0",
              maximum = "2592000",
              description = "For how many seconds the old key works on; a day is 86400")
          @Nullable Integer overlapSeconds) {}

  /** A key that was just minted, in the clear. */
  record MintedKey(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID id,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String key,
      @Schema(types = {"string", "null"}) @Nullable Instant expiresAt) {

    @Override
    public String toString() {
      return "MintedKey[" + id + "]";
    }
  }

  /** A key as a list shows it. */
  record KeyView(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) UUID id,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String name,
      @Schema(types = {"string", "null"}) @Nullable Instant expiresAt,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant createdAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable KeyCap cap) {

    static KeyView of(ListedKey key, @Nullable OwnCap cap) {
      return new KeyView(
          key.id(),
          key.name(),
          key.expires(),
          key.created(),
          cap == null ? null : KeyCap.of(cap));
    }
  }
}
