package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.state.Json;
import org.jspecify.annotations.Nullable;

/** A refusal in Hetzner's words: status, code, message and sometimes the fields at fault. */
final class HetznerError extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;
  private final @Nullable String field;

  private HetznerError(int status, String code, String message, @Nullable String field) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }

  static HetznerError of(int status, String code, String message) {
    return new HetznerError(status, code, message, null);
  }

  static HetznerError invalid(String field, String message) {
    return new HetznerError(422, "invalid_input", message, field);
  }

  static HetznerError taken(String kind, String field) {
    return new HetznerError(
        409, "uniqueness_error", kind + " " + field + " is already used", field);
  }

  static HetznerError notFound(String kind, Object id) {
    return of(404, "not_found", kind + " with ID '" + id + "' not found");
  }

  static HetznerError protectedFrom(String what) {
    return of(403, "protected", what + " is protected");
  }

  Answer answer() {
    ObjectNode body = Json.object();
    ObjectNode error = body.putObject("error").put("code", code).put("message", getMessage());
    if (field == null) {
      error.putNull("details");
      return Answer.of(status, body);
    }
    ObjectNode details = error.putObject("details");
    ObjectNode entry = details.putArray("fields").addObject().put("name", field);
    if (code.equals("invalid_input")) {
      entry.putArray("messages").add(getMessage());
    }
    return Answer.of(status, body);
  }
}
