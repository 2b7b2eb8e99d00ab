package dev.clawstead.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 9457: what went wrong, in words for the person who asked. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String type,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String title,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) int status,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String detail,
    @Nullable String instance,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<FieldError> errors) {

  static Problem of(Kind kind, String detail) {
    return new Problem(kind.type(), kind.title(), kind.status(), detail, null, List.of());
  }

  Problem naming(List<FieldError> fields) {
    return new Problem(type, title, status, detail, instance, fields);
  }

  Problem at(String path) {
    return new Problem(type, title, status, detail, path, errors);
  }

  /** Which field, and what to change about it. */
  public record FieldError(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String field,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String message) {}
}
