package dev.clawstead.api.instance;

import dev.clawstead.api.lifecycle.InstanceLife.Ordered;
import dev.clawstead.api.problem.FieldErrors;
import dev.clawstead.api.problem.FieldErrors.Length;
import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.db.Times;
import dev.clawstead.db.order.NewOrder;
import dev.clawstead.domain.Plan;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Tokens;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A checked order before it is written down; small enough to be kept under a request's key. */
public record NewAgent(UUID id, UUID account, String name, Plan plan, String region, Instant at) {

  /** What programs are told about names: something visible, nothing that controls. */
  public static final String NAME_FORM =
      "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]*"
          + "[^\\s\\u0000-\\u001f\\u007f-\\u00a0\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]"
          + "[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]*$";

  private static final Length NAME = new Length(1, 60);

  /** The first version of every access token. */
  private static final int FIRST = 1;

  /** Checks what was asked for; the names of the fields are the caller's. */
  public static NewAgent check(FieldErrors errors, ApiSettings settings, Asked asked) {
    String name = errors.name(asked.nameField(), asked.name(), NAME);
    Plan plan = errors.word("plan", asked.plan(), Plan.class).orElse(asked.defaultPlan());
    if (!plan.orderable()) {
      errors.add("plan", plan.word() + " is sold by contract: write to us");
    }
    String region = asked.region() == null ? settings.defaultRegion() : asked.region();
    if (!settings.regions().containsKey(region)) {
      errors.add("region", "is not one of " + String.join(", ", settings.regions().keySet()));
    }
    return new NewAgent(UuidV7.next(), asked.account(), name, plan, region, Times.now());
  }

  public NewOrder order(ApiSettings settings, PlatformSecret secret) {
    return new NewOrder(
        id,
        account,
        name,
        plan,
        region,
        settings.image(),
        Tokens.hash(secret.accessToken(id, FIRST)),
        at);
  }

  public Ordered ordered() {
    return new Ordered(id, account, region, plan.size().word());
  }

  /** What was asked for, unchecked, and by which account. */
  public record Asked(
      UUID account,
      String nameField,
      @Nullable String name,
      @Nullable String plan,
      @Nullable String region,
      Plan defaultPlan) {}
}
