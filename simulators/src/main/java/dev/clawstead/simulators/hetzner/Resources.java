package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.util.Set;
import java.util.function.BiFunction;

/** List, get and change, which are the same for every resource that is only bookkeeping. */
record Resources(Kind kind, BiFunction<Project, ObjectNode, ObjectNode> view) {

  private static final Set<String> SORTABLE = Set.of("id", "name", "created");

  Answer list(Project project, Request request) {
    var all = project.rows(kind).stream().map(row -> view.apply(project, row)).toList();
    return new Listing(kind.table(), all, SORTABLE).answer(request);
  }

  Answer get(Project project, String id) {
    return one(200, project, project.get(kind, id));
  }

  Answer change(Project project, Request request, String id) {
    return one(200, project, Names.change(project, kind, request, project.get(kind, id)));
  }

  Answer one(int status, Project project, ObjectNode row) {
    ObjectNode body = Json.object();
    body.set(kind.word(), view.apply(project, row));
    return Answer.of(status, body);
  }

  /** A new row with the fields that every resource has. */
  ObjectNode row(Project project, Cloud cloud, Body body) {
    String name = Names.of(project, kind, body);
    ObjectNode row = Json.object().put("id", project.nextId()).put("name", name);
    row.set("labels", Labels.of(body));
    return row.put("created", cloud.now());
  }

  /** The answer to an action on a row. */
  Answer begun(Project project, Cloud cloud, Request request, Step step) {
    return Answer.of(201, Json.object().set("action", begin(project, cloud, request, step)));
  }

  /** The answer to an action that may be several. */
  Answer begunList(ArrayNode actions) {
    return Answer.of(201, Json.object().set("actions", actions));
  }

  ObjectNode begin(Project project, Cloud cloud, Request request, Step step) {
    return cloud
        .actions()
        .begin(
            project,
            step.command(),
            request.fate(),
            new Actions.Subject(kind, step.row().path("id").asLong()));
  }

  /** An action's command and the row it is about. */
  record Step(String command, ObjectNode row) {}
}
