package dev.clawstead.workflows.instance;

import java.util.LinkedHashSet;
import java.util.List;

/** The requests that were served lately, so that a repeat does nothing twice. */
final class Served {

  private static final int MOST = 50;

  private final LinkedHashSet<String> ids;

  Served(List<String> carried) {
    ids = new LinkedHashSet<>(carried);
  }

  /** Remembers the request; false if it was served before. */
  boolean add(String id) {
    if (!ids.add(id)) {
      return false;
    }
    if (ids.size() > MOST) {
      ids.removeFirst();
    }
    return true;
  }

  boolean has(String id) {
    return ids.contains(id);
  }

  List<String> carry() {
    return List.copyOf(ids);
  }
}
