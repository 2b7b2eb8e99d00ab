package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.fault.Fate;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.state.Json;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Actions: what was asked, on what, and how far it has come. */
final class Actions {

  private static final int KEPT_MAX = 400;
  private static final Set<String> SORTABLE =
      Set.of("id", "command", "status", "started", "finished");

  private final InstantSource clock;

  Actions(InstantSource clock) {
    this.clock = clock;
  }

  /** One resource that an action is about; the first one's actions run one after another. */
  record Subject(Kind kind, long id) {}

  /** Starts an action with its job, in the same change as the bookkeeping it belongs to. */
  ObjectNode begin(Project project, String command, Fate fate, Subject... subjects) {
    prune(project);
    long id = project.nextId();
    ObjectNode action =
        Json.object().put("id", id).put("command", command).put("status", "running");
    action.put("progress", 0).put("started", now()).putNull("finished").putNull("error");
    var resources = action.putArray("resources");
    for (Subject subject : subjects) {
      resources.addObject().put("id", subject.id()).put("type", subject.kind().word());
    }
    project.add(Kind.ACTION, action);
    addJob(project, id, command, fate, subjects);
    return action;
  }

  /** Has work done that no action shows. */
  void later(Project project, String command, Subject subject) {
    addJob(project, project.nextId(), command, Fate.SUCCEEDS, subject);
  }

  /** Ends an action; an empty failure means success. */
  void finish(Project project, long id, String failure) {
    project.remove(Kind.JOB, id);
    ObjectNode action = project.find(Kind.ACTION, id).orElse(null);
    if (action == null) {
      return;
    }
    action.put("status", failure.isEmpty() ? "success" : "error");
    action.put("progress", 100).put("finished", now());
    if (!failure.isEmpty()) {
      action.putObject("error").put("code", "action_failed").put("message", failure);
    }
  }

  /** The unfinished jobs on a resource, oldest first. */
  static List<ObjectNode> pending(Project project, Subject subject) {
    String queue = subject.kind().word() + "/" + subject.id();
    return project.rows(Kind.JOB).stream()
        .filter(job -> job.path("queue").asText().equals(queue))
        .toList();
  }

  Answer get(Project project, String id) {
    ObjectNode body = Json.object();
    body.set("action", project.get(Kind.ACTION, id));
    return Answer.ok(body);
  }

  /** By ids only: the vendor no longer lists all actions of a project. */
  Answer listByIds(Project project, Request request) {
    List<String> ids = request.queries("id");
    if (ids.isEmpty()) {
      throw HetznerError.invalid("id", "Missing data for required field.");
    }
    List<ObjectNode> found =
        project.rows(Kind.ACTION).stream()
            .filter(action -> ids.contains(action.path("id").asText()))
            .toList();
    return new Listing("actions", found, SORTABLE).answer(request);
  }

  /** The actions on resources of a kind, or on one of them. */
  Answer list(Project project, Request request, Kind kind, List<String> id) {
    if (!id.isEmpty()) {
      project.get(kind, id.getFirst());
    }
    List<ObjectNode> found = new ArrayList<>();
    for (ObjectNode action : project.rows(Kind.ACTION)) {
      for (JsonNode resource : action.path("resources")) {
        if (resource.path("type").asText().equals(kind.word())
            && (id.isEmpty() || resource.path("id").asText().equals(id.getFirst()))) {
          found.add(action);
          break;
        }
      }
    }
    return new Listing("actions", found, SORTABLE).answer(request);
  }

  private static void addJob(
      Project project, long id, String command, Fate fate, Subject... subjects) {
    ObjectNode job = Json.object().put("id", id).put("command", command).put("fate", fate.name());
    for (Subject subject : subjects) {
      job.put(subject.kind().word(), subject.id());
    }
    job.put("queue", subjects[0].kind().word() + "/" + subjects[0].id());
    project.add(Kind.JOB, job);
  }

  private void prune(Project project) {
    List<ObjectNode> all = project.rows(Kind.ACTION);
    all.stream()
        .filter(action -> !action.path("status").asText().equals("running"))
        .limit(Math.max(0, all.size() - KEPT_MAX))
        .forEach(action -> project.remove(Kind.ACTION, action.path("id").asLong()));
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
