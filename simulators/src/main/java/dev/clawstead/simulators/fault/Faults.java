package dev.clawstead.simulators.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The rules of one listener, oldest first; each is used up by the requests it hits. */
public final class Faults {

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> traits;
  private long lastId;

  /** {@code traits} are what a rule may match besides method and path. */
  public Faults(Set<String> traits) {
    this.traits = traits;
  }

  /** Adds one rule or a list of rules; an unreadable one adds nothing. */
  public synchronized ObjectNode add(JsonNode body) {
    List<Fault> rules = new ArrayList<>();
    if (body.isArray()) {
      body.forEach(rule -> rules.add(Fault.of(rule, traits)));
    } else {
      rules.add(Fault.of(body, traits));
    }
    rules.forEach(rule -> entries.add(new Entry(++lastId, rule)));
    return list();
  }

  /** The rule that this request meets, counted as used. */
  public synchronized Optional<Fault> take(
      String method, String path, UnaryOperator<String> trait) {
    for (Entry entry : entries) {
      if (!entry.isUsedUp() && entry.rule.match().hits(method, path, trait)) {
        entry.hits++;
        return Optional.of(entry.rule);
      }
    }
    return Optional.empty();
  }

  /** Every rule, the used-up ones too, with how often it hit. */
  public synchronized ObjectNode list() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode faults = body.putArray("faults");
    for (Entry entry : entries) {
      faults.add(entry.rule.json().put("id", entry.id).put("hits", entry.hits));
    }
    return body;
  }

  public synchronized void clear() {
    entries.clear();
    notifyAll();
  }

  /** Takes one rule away; false if there is none with this id. */
  public synchronized boolean remove(String id) {
    boolean removed = entries.removeIf(entry -> Long.toString(entry.id).equals(id));
    notifyAll();
    return removed;
  }

  /** Waits as long as the rule says that it stalls, but no longer than there is the rule. */
  public synchronized void await(Fault rule) throws InterruptedException {
    long limit = rule.inStream().stallMillis();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limit);
    while (entries.stream().anyMatch(entry -> entry.rule.equals(rule))) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (limit > 0 && left <= 0) {
        return;
      }
      wait(limit == 0 ? 0 : left);
    }
  }

  private static final class Entry {
    private final long id;
    private final Fault rule;
    private int hits;

    private Entry(long id, Fault rule) {
      this.id = id;
      this.rule = rule;
    }

    /** {@code times} of 0 or less means until cleared. */
    private boolean isUsedUp() {
      return rule.times() > 0 && hits >= rule.times();
    }
  }
}
