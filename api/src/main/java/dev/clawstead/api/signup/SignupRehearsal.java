package dev.clawstead.api.signup;

import dev.clawstead.api.health.WarmUp;
import dev.clawstead.api.idempotency.Idempotency;
import dev.clawstead.api.idempotency.KeyedRequestResolver;
import org.springframework.stereotype.Component;

/** Signs nobody up before the first customer does. */
@Component
class SignupRehearsal implements WarmUp {

  private final Signups signups;
  private final Idempotency idempotency;
  private final KeyedRequestResolver keys;

  SignupRehearsal(Signups signups, Idempotency idempotency, KeyedRequestResolver keys) {
    this.signups = signups;
    this.idempotency = idempotency;
    this.keys = keys;
  }

  @Override
  public void run(int port) {
    idempotency.rehearse(keys.rehearsal(), signups.rehearsal());
  }
}
