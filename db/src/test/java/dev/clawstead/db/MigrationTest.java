package dev.clawstead.db;

import static dev.clawstead.db.generated.Tables.AUDIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clawstead.domain.UuidV7;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

class MigrationTest {

  @Test
  void aMigratedDatabaseIsMigratedAgainWithoutEffect() {
    try (Database db = TestDatabase.create()) {
      db.migrate();

      assertThat(db.sql().fetchCount(AUDIT)).isZero();
    }
  }

  @Test
  void versionsAreThreeDigitsAndNoneIsUsedTwice() throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
      List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
      assertThat(names).isNotEmpty().allMatch(n -> n.matches("V\\d{3}__[a-z0-9_]+\\.sql"));
      assertThat(names.stream().map(n -> n.substring(0, 4))).doesNotHaveDuplicates();
    }
  }

  @Test
  void theAuditLogRefusesChanges() {
    try (Database db = TestDatabase.create()) {
      db.sql()
          .insertInto(AUDIT, AUDIT.ID, AUDIT.ACTOR, AUDIT.ACTION, AUDIT.SUBJECT)
          .values(UuidV7.next(), "clawstead", "instance.delete", "x")
          .execute();

      assertThatThrownBy(() -> db.sql().deleteFrom(AUDIT).execute())
          .isInstanceOf(DataAccessException.class)
          .hasMessageContaining("append-only");
    }
  }
}
