package dev.clawstead.activities.cloudflare;

import dev.clawstead.activities.ledger.Ledger;
import dev.clawstead.db.effect.Effects;
import dev.clawstead.db.effect.Intent;
import java.time.Clock;
import org.jooq.DSLContext;

/** DNS records at Cloudflare through its public API. */
public final class CloudflareActivitiesImpl implements CloudflareActivities {

  private static final String OWNER = "region";
  private static final String RECORD = "dns_record";

  private final Ledger ledger;
  private final WildcardRecord wildcard;
  private final CloudflareSettings settings;

  public CloudflareActivitiesImpl(DSLContext db, CloudflareSettings settings) {
    this.ledger = new Ledger(new Effects(db), Clock.systemUTC());
    this.wildcard =
        new WildcardRecord(CloudflareClient.create(settings.url(), settings.token()), settings);
    this.settings = settings;
  }

  @Override
  public void ensureWildcard(String region) {
    ledger.create(
        new Intent(
            "cloudflare", RECORD, OWNER, region, "", effect -> "*." + settings.agentsDomain()),
        wildcard);
  }

  @Override
  public void removeWildcard(String region) {
    ledger.delete(OWNER, region, RECORD, wildcard);
  }
}
