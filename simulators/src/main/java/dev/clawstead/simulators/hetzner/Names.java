package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Request;
import java.util.regex.Pattern;

/** Names of resources: their form, their uniqueness, and changing them together with labels. */
final class Names {

  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
              + "(\\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*");
  private static final Pattern VOLUME =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9._-]{0,62}[a-zA-Z0-9])?");
  private static final int LENGTH_MAX = 255;

  private Names() {}

  /** The name that a new row of this kind is to have. */
  static String of(Project project, Kind kind, Body body) {
    String name = body.text("name");
    check(project, kind, name, -1);
    return name;
  }

  /** PUT: sets the name and the whole set of labels, each only where given. */
  static ObjectNode change(Project project, Kind kind, Request request, ObjectNode row) {
    Body body = Body.of(request);
    if (body.has("name")) {
      String name = body.text("name");
      check(project, kind, name, row.path("id").asLong());
      row.put("name", name);
    }
    if (body.has("labels")) {
      row.set("labels", Labels.of(body));
    }
    return row;
  }

  private static void check(Project project, Kind kind, String name, long ownId) {
    if (name.length() > LENGTH_MAX) {
      throw HetznerError.invalid("name", "Longer than maximum length 255.");
    }
    if (kind == Kind.SERVER && !HOST.matcher(name).matches()) {
      throw HetznerError.invalid("name", "must be a valid hostname as per RFC 1123");
    }
    if (kind == Kind.VOLUME && !VOLUME.matcher(name).matches()) {
      throw HetznerError.invalid("name", "must be 1 to 64 letters, digits, '-', '_' and '.'");
    }
    project.claimName(kind, name, ownId);
  }
}
