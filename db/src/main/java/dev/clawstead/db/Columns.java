package dev.clawstead.db;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as one array for each column. A statement that takes its rows like this reads the same
 * for one row as for five hundred: it is parsed and planned once, and the driver keeps one of it.
 * With a parameter for each value it is another statement for each number of rows, and the driver
 * keeps megabytes of them.
 *
 * @param <R> what a row is made of
 */
public final class Columns<R> {

  private final List<Column<R, ?>> columns = new ArrayList<>();

  /** Adds a column. */
  public <T> Columns<R> with(Field<T> field, Function<R, @Nullable T> value) {
    columns.add(new Column<>(field, value));
    return this;
  }

  /** The columns' fields, in the order they were added. */
  public List<Field<?>> fields() {
    return columns.stream().<Field<?>>map(Column::field).toList();
  }

  /** Selects these rows with their columns, in the order of both. */
  public Select<Record> select(Collection<? extends R> rows) {
    return DSL.select().from(unnested(rows));
  }

  /** These rows as a table of this name, to join with; its columns are called like the fields. */
  public Table<Record> table(String name, Collection<? extends R> rows) {
    String[] names = columns.stream().map(column -> column.field.getName()).toArray(String[]::new);
    return unnested(rows).as(name, names);
  }

  /** A column of the {@link #table} of this name. */
  public static <T> Field<T> of(String table, Field<T> field) {
    return DSL.field(DSL.name(table, field.getName()), field.getDataType());
  }

  private Table<Record> unnested(Collection<? extends R> rows) {
    // As a table: fields of one name jOOQ compares by rendering them with all their values.
    String arrays =
        IntStream.range(0, columns.size())
            .mapToObj(place -> "{" + place + "}")
            .collect(Collectors.joining(", ", "unnest(", ")"));
    QueryPart[] values =
        columns.stream().map(column -> column.values(rows)).toArray(QueryPart[]::new);
    return DSL.table(arrays, values);
  }

  private record Column<R, T>(Field<T> field, Function<R, @Nullable T> value) {

    Field<?> values(Collection<? extends R> rows) {
      Object values = Array.newInstance(field.getType(), rows.size());
      int place = 0;
      for (R row : rows) {
        Array.set(values, place++, value.apply(row));
      }
      return DSL.val(values, field.getDataType().getArrayDataType());
    }
  }
}
