package dev.clawstead.api.page;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One page of a list; {@code nextCursor} is null on the last one. */
public record Page<T>(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<T> items,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            types = {"string", "null"})
        @Nullable String nextCursor) {

  /** Makes a page of rows that were asked for with one more than the page holds. */
  public static <R, T> Page<T> of(
      List<R> rows, PageRequest page, Function<R, String> key, Function<R, T> view) {
    boolean more = rows.size() > page.limit();
    List<R> shown = more ? rows.subList(0, page.limit()) : rows;
    return new Page<>(
        shown.stream().map(view).toList(),
        more ? PageRequest.cursor(key.apply(shown.getLast())) : null);
  }
}
