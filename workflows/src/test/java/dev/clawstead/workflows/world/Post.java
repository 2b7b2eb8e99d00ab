package dev.clawstead.workflows.world;

import dev.clawstead.activities.mail.MailActivities;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A mail server that takes each mail once. */
public final class Post implements MailActivities {

  public final Set<UUID> sent = ConcurrentHashMap.newKeySet();
  public final Map<UUID, String> givenUp = new ConcurrentHashMap<>();

  @Override
  public void send(UUID mail) {
    sent.add(mail);
  }

  @Override
  public void giveUp(GivenUp mail) {
    givenUp.put(mail.mail(), mail.problem());
  }
}
