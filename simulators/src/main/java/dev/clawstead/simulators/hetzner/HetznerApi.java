package dev.clawstead.simulators.hetzner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.fault.Effect;
import dev.clawstead.simulators.fault.Fault;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Api;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.http.Router;
import dev.clawstead.simulators.machine.Machines;
import dev.clawstead.simulators.state.StateFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

/** One Hetzner Cloud project behind its API. */
public final class HetznerApi implements Api, AutoCloseable {

  private static final String BASE = "/v1";

  private static final Logger LOG = System.getLogger(HetznerApi.class.getName());

  private final HetznerSettings settings;
  private final StateFile state;
  private final Machines machines;
  private final RequestBudget budget;
  private final ServerWork work;
  private final Jobs jobs;
  private final Routes routes;

  public HetznerApi(
      HetznerSettings settings, StateFile state, Machines machines, InstantSource clock) {
    Catalogue catalogue = new Catalogue();
    Actions actions = new Actions(clock);
    this.settings = settings;
    this.state = state;
    this.machines = machines;
    this.budget = new RequestBudget(settings.requestsPerHour(), clock);
    this.work = new ServerWork(state, machines, catalogue);
    this.jobs = new Jobs(state, actions, work);
    this.routes = new Routes(new Cloud(catalogue, machines, actions, clock), settings.serversMax());
  }

  /** Brings the machines to what the state says, as after a power cut, and goes on with actions. */
  public void recover() {
    Set<Long> servers = ids(Kind.SERVER);
    machines.removeAllBut(servers, ids(Kind.NETWORK));
    Set<Long> present = machines.power().keySet();
    for (long id : servers) {
      if (present.contains(id) && wantsToRun(id)) {
        startAgain(id);
      }
    }
    jobs.wake();
  }

  @Override
  public Answer answer(Request request) {
    Answer answer;
    try {
      answer = admitted(request);
    } catch (HetznerError e) {
      answer = e.answer();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, request.method() + " " + request.path(), e);
      answer = HetznerError.of(500, "server_error", "internal error").answer();
    }
    jobs.wake();
    return answer.with(budget.headers());
  }

  @Override
  public Answer refuse(Request request, Fault fault) {
    if (fault.effect() == Effect.OUT_OF_CAPACITY) {
      return HetznerError.of(fault.status(), "resource_unavailable", "error during placement")
          .answer();
    }
    String code =
        switch (fault.status()) {
          case 429 -> "rate_limit_exceeded";
          case 409 -> "conflict";
          case 423 -> "locked";
          case 502 -> "bad_gateway";
          case 503 -> "unavailable";
          case 504 -> "timeout";
          default -> "server_error";
        };
    return HetznerError.of(
            fault.status(), fault.code().isEmpty() ? code : fault.code(), fault.message())
        .answer()
        .with(budget.headers());
  }

  @Override
  public void release() {
    jobs.release();
  }

  @Override
  public void tell(ObjectNode truth) {
    state.read(
        root -> {
          HetznerTruth.tell(new Project(root), machines, truth);
          return root;
        });
  }

  @Override
  public void close() {
    jobs.close();
  }

  private Answer admitted(Request request) {
    byte[] expected = ("Bearer " + settings.token()).getBytes(StandardCharsets.UTF_8);
    byte[] given = request.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, given)) {
      throw HetznerError.of(401, "unauthorized", "unable to authenticate");
    }
    if (!budget.take()) {
      throw HetznerError.of(
          429,
          "rate_limit_exceeded",
          "limit of " + settings.requestsPerHour() + " requests per hour reached");
    }
    if (!request.path().startsWith(BASE + "/")) {
      throw HetznerError.of(404, "not_found", "no such path; the API lies under " + BASE);
    }
    return request.method().equals("GET")
        ? state.read(root -> routed(new Project(root), request))
        : state.change(root -> routed(new Project(root), request));
  }

  private Answer routed(Project project, Request request) {
    String path = request.path().substring(BASE.length());
    Router router = routes.of(project);
    return router
        .answer(request, path)
        .orElseThrow(
            () ->
                router.knows(path)
                    ? HetznerError.of(405, "method_not_allowed", "method not allowed")
                    : HetznerError.of(404, "not_found", "the simulator does not know " + path));
  }

  private void startAgain(long id) {
    try {
      work.startAgain(id);
    } catch (RuntimeException e) {
      // One broken machine must not keep the others, and the API, from coming up.
      LOG.log(Level.ERROR, "server " + id + " does not start", e);
    }
  }

  private boolean wantsToRun(long id) {
    return state.read(
        root ->
            new Project(root)
                .find(Kind.SERVER, id)
                .map(
                    server ->
                        server.path("wanted_on").asBoolean()
                            && !server.path("deleting").asBoolean())
                .orElse(false));
  }

  private Set<Long> ids(Kind kind) {
    return state.read(
        root ->
            new Project(root)
                .rows(kind).stream()
                    .map(row -> row.path("id").asLong())
                    .collect(Collectors.toSet()));
  }
}
