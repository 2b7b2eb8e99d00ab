package dev.clawstead.db;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.domain.UuidV7;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  private record Row(
      UUID id,
      OffsetDateTime at,
      @Nullable String problem,
      @Nullable Integer status,
      boolean estimated,
      long micros) {}

  private static final Columns<Row> COLUMNS =
      new Columns<Row>()
          .with(ATTEMPTS.ID, Row::id)
          .with(ATTEMPTS.AT, Row::at)
          .with(ATTEMPTS.PROBLEM, Row::problem)
          .with(ATTEMPTS.STATUS, Row::status)
          .with(ATTEMPTS.ESTIMATED, Row::estimated)
          .with(ATTEMPTS.MICROS, Row::micros);

  @Test
  void aStatementReadsTheSameForOneRowAndForHundreds() {
    var one = COLUMNS.select(rows(1));
    var many = COLUMNS.select(rows(500));

    assertThat(sql(many)).isEqualTo(sql(one)).contains("unnest(");
  }

  @Test
  void everyValueArrivesAsItWas() {
    List<Row> rows =
        List.of(
            row(null, null, true, 0),
            row("", 200, false, Long.MAX_VALUE),
            row("NULL", -1, true, 1),
            row("{\"a\": [1, 'b'], \"c\\d\"}", 0, false, -1),
            row("two\nlines, ünï — 漢字 🦀", 7, true, 2));
    try (Database database = TestDatabase.create()) {
      List<Row> read =
          database
              .sql()
              .fetch(COLUMNS.select(rows))
              .map(
                  r ->
                      new Row(
                          r.get(0, UUID.class),
                          r.get(1, OffsetDateTime.class),
                          r.get(2, String.class),
                          r.get(3, Integer.class),
                          r.get(4, Boolean.class),
                          r.get(5, Long.class)));

      assertThat(read).isEqualTo(rows);
    }
  }

  @Test
  void noRowsSelectNone() {
    try (Database database = TestDatabase.create()) {
      assertThat(database.sql().fetch(COLUMNS.select(List.of()))).isEmpty();
    }
  }

  private static String sql(QueryPart query) {
    return DSL.using(SQLDialect.POSTGRES).render(query);
  }

  private static List<Row> rows(int count) {
    return IntStream.range(0, count).mapToObj(i -> row("p" + i, i, i % 2 == 0, i)).toList();
  }

  private static Row row(
      @Nullable String problem, @Nullable Integer status, boolean estimated, long micros) {
    return new Row(
        UuidV7.next(),
        Times.of(Instant.parse("2026-11-22T10:00:00.123456Z")),
        problem,
        status,
        estimated,
        micros);
  }
}
