package dev.clawstead.simulators.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.simulators.fault.Effect;
import dev.clawstead.simulators.fault.Fault;
import dev.clawstead.simulators.http.Answer;
import dev.clawstead.simulators.http.Api;
import dev.clawstead.simulators.http.Request;
import dev.clawstead.simulators.http.Router;
import dev.clawstead.simulators.state.Json;
import dev.clawstead.simulators.state.StateFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;

/** One Cloudflare account behind its API. */
public final class CloudflareApi implements Api {

  private static final String BASE = "/client/v4";
  private static final String VERIFY = BASE + "/user/tokens/verify";

  private static final Logger LOG = System.getLogger(CloudflareApi.class.getName());

  private final CloudflareSettings settings;
  private final StateFile state;
  private final RequestWindow window;
  private final Zones zones;
  private final DnsRecords records;

  public CloudflareApi(CloudflareSettings settings, StateFile state, InstantSource clock) {
    this.settings = settings;
    this.state = state;
    this.window = new RequestWindow(settings.requestsPerFiveMinutes(), clock);
    this.zones = new Zones(clock);
    this.records = new DnsRecords(clock);
    state.change(
        root -> {
          zones.ensure(new Account(root), settings.zone());
          return root;
        });
  }

  @Override
  public Answer answer(Request request) {
    Answer answer;
    try {
      answer = admitted(request);
    } catch (CloudflareError e) {
      answer = e.answer();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, request.method() + " " + request.path(), e);
      answer = Envelope.error(500, 10001, "internal error");
    }
    return answer.with(window.headers());
  }

  @Override
  public Answer refuse(Request request, Fault fault) {
    int code = fault.code().matches("[0-9]{1,6}") ? Integer.parseInt(fault.code()) : 10001;
    if (fault.effect() == Effect.OUT_OF_CAPACITY) {
      return Envelope.error(400, 81045, "Record quota exceeded.");
    }
    Answer answer = Envelope.error(fault.status(), code, fault.message());
    return answer.with(window.headers());
  }

  @Override
  public void release() {
    // Nothing here goes on after its answer.
  }

  @Override
  public void tell(ObjectNode truth) {
    state.read(
        root -> {
          Account account = new Account(root);
          ArrayNode allZones = truth.putArray("zones");
          account.zones().forEach(zone -> allZones.add(Json.pick(zone, "id", "name")));
          ArrayNode allRecords = truth.putArray("dns_records");
          for (JsonNode row : account.records()) {
            ObjectNode record =
                Json.pick(row, "id", "type", "name", "content", "proxied", "ttl", "comment");
            record.put(
                "zone", account.zones().path(row.path("zone_id").asText()).path("name").asText());
            allRecords.add(record);
          }
          return root;
        });
  }

  private Answer admitted(Request request) {
    authenticate(request);
    if (!window.take()) {
      throw new CloudflareError(429, 971, "Please wait and consider throttling your request speed");
    }
    if (request.path().equals(VERIFY) && request.method().equals("GET")) {
      return verified();
    }
    if (!request.path().startsWith(BASE + "/")) {
      throw new CloudflareError(404, 7000, "No route for that URI");
    }
    return request.method().equals("GET")
        ? state.read(root -> routed(new Account(root), request))
        : state.change(root -> routed(new Account(root), request));
  }

  private void authenticate(Request request) {
    String given = request.header("authorization").orElse("");
    if (given.isEmpty()) {
      throw CloudflareError.invalid(
          9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
    }
    if (!given.startsWith("Bearer ") || given.length() < 8) {
      throw CloudflareError.invalid(6003, "Invalid request headers");
    }
    byte[] expected = ("Bearer " + settings.token()).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
      throw request.path().equals(VERIFY)
          ? new CloudflareError(401, 1000, "Invalid API Token")
          : new CloudflareError(403, 10000, "Authentication error");
    }
  }

  private Answer routed(Account account, Request request) {
    String path = request.path().substring(BASE.length());
    Router router = routes(account);
    return router
        .answer(request, path)
        .orElseThrow(
            () ->
                router.knows(path)
                    ? new CloudflareError(405, 10405, "Method not allowed for this endpoint")
                    : new CloudflareError(404, 7000, "No route for that URI"));
  }

  private Router routes(Account account) {
    String of = "/zones/{zone}/dns_records";
    return new Router()
        .on("GET", "/zones", (r, a) -> zones.list(account, r))
        .on("POST", "/zones", (r, a) -> zones.create(account, r))
        .on("GET", "/zones/{zone}", (r, a) -> zones.get(account, a.getFirst()))
        .on("DELETE", "/zones/{zone}", (r, a) -> zones.delete(account, a.getFirst()))
        .on("GET", of, (r, a) -> records.list(account, r, a.getFirst()))
        .on("POST", of, (r, a) -> records.create(account, r, a.getFirst()))
        .on("POST", of + "/batch", (r, a) -> records.batch(account, r, a.getFirst()))
        .on("GET", of + "/{id}", (r, a) -> records.get(account, a.get(0), a.get(1)))
        .on("PATCH", of + "/{id}", (r, a) -> records.patch(account, r, a.get(0), a.get(1)))
        .on("PUT", of + "/{id}", (r, a) -> records.put(account, r, a.get(0), a.get(1)))
        .on("DELETE", of + "/{id}", (r, a) -> records.delete(account, a.get(0), a.get(1)));
  }

  private static Answer verified() {
    ObjectNode result =
        Json.object().put("id", "ed17574386854bf78a67040be0a770b0").put("status", "active");
    Answer answer = Envelope.ok(result);
    if (answer.body() instanceof ObjectNode body) {
      body.withArray("messages")
          .addObject()
          .put("code", 10000)
          .put("message", "This API Token is valid and active")
          .putNull("type");
    }
    return answer;
  }
}
