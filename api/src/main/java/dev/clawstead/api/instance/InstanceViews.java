package dev.clawstead.api.instance;

import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.db.instance.Instance;
import dev.clawstead.domain.InstanceState;
import dev.clawstead.domain.Word;
import dev.clawstead.secrets.PlatformSecret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows instances: adds the address, the token that opens it, and when to expect it. */
@Component
public class InstanceViews {

  /** What an order without an estimate of its own is told: the sweeper finds it by then. */
  private static final Duration SOON = Duration.ofMinutes(1);

  private final ApiSettings settings;
  private final PlatformSecret secret;

  InstanceViews(ApiSettings settings, PlatformSecret secret) {
    this.settings = settings;
    this.secret = secret;
  }

  public InstanceView view(Instance instance) {
    InstanceState state = Word.of(InstanceState.class, instance.state());
    String url = url(instance, state);
    return new InstanceView(
        instance.id(),
        instance.name(),
        instance.plan(),
        instance.region(),
        instance.image(),
        instance.state(),
        url,
        url == null ? null : secret.accessToken(instance.id(), instance.accessVersion()),
        state == InstanceState.QUEUED ? eta(instance) : null,
        instance.problem(),
        instance.createdAt());
  }

  /** The address while it leads somewhere. */
  public @Nullable String url(Instance instance, InstanceState state) {
    boolean ended = state == InstanceState.DELETING || state == InstanceState.DELETED;
    String slug = instance.slug();
    return ended || slug == null ? null : settings.agentUrl(slug);
  }

  private static Instant eta(Instance instance) {
    Instant eta = instance.eta();
    return eta == null ? instance.createdAt().plus(SOON) : eta;
  }
}
