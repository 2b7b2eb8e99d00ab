package dev.clawstead.api.web;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be had as a table too, by {@code Accept: text/csv}. */
@Hidden
public interface Csv {

  /** The names of the columns. */
  List<String> columns();

  /** The rows, each with a value for each column; null is an empty field. */
  List<List<@Nullable Object>> rows();
}
