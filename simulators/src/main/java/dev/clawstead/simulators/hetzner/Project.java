package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of the one project that the token belongs to; rows are kept in the order of ids. */
record Project(ObjectNode root) {

  private static final long FIRST_ID = 1_000_001;

  long nextId() {
    long id = root.path("last_id").asLong(FIRST_ID - 1) + 1;
    root.put("last_id", id);
    return id;
  }

  ObjectNode table(Kind kind) {
    return root.withObject("/" + kind.table());
  }

  List<ObjectNode> rows(Kind kind) {
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode row : table(kind)) {
      rows.add((ObjectNode) row);
    }
    return rows;
  }

  ObjectNode add(Kind kind, ObjectNode row) {
    table(kind).set(row.get("id").asText(), row);
    return row;
  }

  void remove(Kind kind, long id) {
    table(kind).remove(Long.toString(id));
  }

  Optional<ObjectNode> find(Kind kind, long id) {
    return Optional.ofNullable((ObjectNode) table(kind).get(Long.toString(id)));
  }

  /** The row, or the vendor's not_found. */
  ObjectNode get(Kind kind, String id) {
    JsonNode row = table(kind).get(id);
    if (row == null) {
      throw HetznerError.notFound(kind.word(), id);
    }
    return (ObjectNode) row;
  }

  /** Refuses a name that another row of the table has. */
  void claimName(Kind kind, String name, long ownId) {
    for (ObjectNode row : rows(kind)) {
      if (row.path("name").asText().equals(name) && row.path("id").asLong() != ownId) {
        throw HetznerError.taken(kind.word(), "name");
      }
    }
  }
}
