package dev.clawstead.activities.docker;

import dev.clawstead.db.effect.Effect;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The labels that say whose an object on a node is. */
record CellLabels(String installation, UUID cell) {

  static final String INSTALLATION = "dev.clawstead.installation";
  static final String EFFECT = "dev.clawstead.effect";
  static final String CELL = "dev.clawstead.cell";

  Map<String, String> of(Effect row) {
    return Map.of(INSTALLATION, installation, EFFECT, row.id().toString(), CELL, cell.toString());
  }

  /** Whether an object with these labels was made under this row. */
  boolean areOf(Effect row, @Nullable Map<String, String> labels) {
    return labels != null
        && of(row).entrySet().stream().allMatch(l -> l.getValue().equals(labels.get(l.getKey())));
  }
}
