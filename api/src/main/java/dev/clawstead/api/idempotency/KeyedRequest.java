package dev.clawstead.api.idempotency;

import dev.clawstead.api.session.Caller;
import dev.clawstead.db.account.IdempotencyKeys.Slot;
import dev.clawstead.secrets.PlatformSecret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The Idempotency-Key of a request, if it has one, with the route it was sent to. */
public final class KeyedRequest {

  private final PlatformSecret secret;
  private final JsonMapper json;
  private final @Nullable String key;
  private final String route;

  KeyedRequest(PlatformSecret secret, JsonMapper json, @Nullable String key, String route) {
    this.secret = secret;
    this.json = json;
    this.key = key;
    this.route = route;
  }

  /**
   * For requests of people who are not signed in. The key's owner is whoever knows it: the
   * fingerprint covers the whole body, password included.
   */
  public @Nullable Keyed forAnyone(String scope, @Nullable Object body) {
    return key == null ? null : keyed(scope, key, body);
  }

  /** For requests of an account; its keys are its own. */
  public @Nullable Keyed forCaller(Caller caller, @Nullable Object body) {
    return key == null ? null : keyed("account:" + caller.accountId(), key, body);
  }

  /** Names the request: the same for repeats with the same key, random without one. */
  public String requestId(Caller caller) {
    return key == null
        ? UUID.randomUUID().toString()
        : secret.derive("request|" + caller.accountId() + "|" + route + "|" + key);
  }

  private Keyed keyed(String scope, String theKey, @Nullable Object body) {
    String owner = scope + "|" + theKey;
    return new Keyed(
        new Slot(scope, secret.mac(bytes("idempotency-slot|" + owner)), fingerprint(owner, body)),
        new Seal(secret.mac(bytes("idempotency-seal|" + owner))));
  }

  private byte[] fingerprint(String owner, @Nullable Object body) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(bytes("idempotency-body|" + owner + "|" + route + "|"));
    message.writeBytes(body == null ? new byte[0] : json.writeValueAsBytes(body));
    return secret.mac(message.toByteArray());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
