package dev.clawstead.worker.temporal;

import dev.clawstead.activities.cloudflare.CloudflareActivities;
import dev.clawstead.activities.docker.DockerActivities;
import dev.clawstead.activities.hetzner.HetznerActivities;
import dev.clawstead.activities.mail.MailActivities;
import dev.clawstead.activities.records.InstanceRecordsActivities;
import dev.clawstead.activities.records.NodeRecordsActivities;
import dev.clawstead.activities.records.PoolRecordsActivities;
import dev.clawstead.worker.temporal.Crew.Hands;
import java.lang.reflect.Proxy;

/** Activities that nobody calls. */
final class Idle {

  private Idle() {}

  static Hands hands() {
    return new Hands(
        idle(InstanceRecordsActivities.class),
        idle(PoolRecordsActivities.class),
        idle(NodeRecordsActivities.class),
        idle(DockerActivities.class),
        idle(HetznerActivities.class),
        idle(CloudflareActivities.class),
        idle(MailActivities.class));
  }

  static <T> T idle(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }
}
