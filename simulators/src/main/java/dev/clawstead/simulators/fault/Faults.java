package dev.clawstead.simulators.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of one listener, oldest first; each is used up by the requests it hits. */
public final class Faults {

  private final List<Entry> entries = new ArrayList<>();
  private long lastId;

  /** Adds one rule or a list of rules; an unreadable one adds nothing. */
  public synchronized ObjectNode add(JsonNode body) {
    List<Fault> rules = new ArrayList<>();
    if (body.isArray()) {
      body.forEach(rule -> rules.add(Fault.of(rule)));
    } else {
      rules.add(Fault.of(body));
    }
    rules.forEach(rule -> entries.add(new Entry(++lastId, rule)));
    return list();
  }

  /** The rule that this request meets, counted as used. */
  public synchronized Optional<Fault> take(String method, String path) {
    for (Entry entry : entries) {
      if (!entry.isUsedUp() && entry.rule.hits(method, path)) {
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
