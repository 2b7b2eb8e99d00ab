package dev.clawstead.gateway.traffic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait at one gate: a line for each key, served in turns, so that one busy tool does not
 * hold up the others; and whoever calls in the background waits until no person does.
 */
final class Lines {

  private final Map<Object, Deque<Turn>> people = new LinkedHashMap<>();
  private final Map<Object, Deque<Turn>> background = new LinkedHashMap<>();
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Turn turn) {
    Map<Object, Deque<Turn>> lines = turn.isBackground() ? background : people;
    lines.computeIfAbsent(turn.key(), key -> new ArrayDeque<>()).add(turn);
    size++;
  }

  /** Takes out whose turn it is. */
  @Nullable Turn next() {
    Turn person = next(people);
    return person == null ? next(background) : person;
  }

  private @Nullable Turn next(Map<Object, Deque<Turn>> lines) {
    Iterator<Map.Entry<Object, Deque<Turn>>> first = lines.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Map.Entry<Object, Deque<Turn>> line = first.next();
    Object key = line.getKey();
    Deque<Turn> rest = line.getValue();
    first.remove();
    Turn turn = rest.remove();
    size--;
    if (!rest.isEmpty()) {
      // Its key stands behind the others now.
      lines.put(key, rest);
    }
    return turn;
  }

  /** Takes out all of these. */
  List<Turn> remove(Predicate<Turn> which) {
    List<Turn> removed = new ArrayList<>();
    for (Map<Object, Deque<Turn>> lines : List.of(people, background)) {
      for (Deque<Turn> line : lines.values()) {
        line.stream().filter(which).forEach(removed::add);
        line.removeIf(which);
      }
      lines.values().removeIf(Deque::isEmpty);
    }
    size -= removed.size();
    return removed;
  }
}
