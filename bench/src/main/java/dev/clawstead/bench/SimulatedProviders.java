package dev.clawstead.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clawstead.bench.GatewayStand.Seller;
import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.simulators.http.Listener;
import dev.clawstead.simulators.provider.ProvidersApi;
import dev.clawstead.simulators.provider.ProvidersSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The simulated providers, whose own account of every call is what ours is held against. */
final class SimulatedProviders implements AutoCloseable {

  static final String CHAT = "chat";
  static final String REASONING = "reasoning";
  static final String MESSAGES = "messages";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_MILLIS = 20;
  private static final long QUIET_SECONDS = 60;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Listener listener;

  SimulatedProviders() throws IOException {
    ProvidersApi api =
        new ProvidersApi(
            ProvidersSettings.of("openai=sk-openai,compatible=sk-compatible,anthropic=sk-ant"),
            InstantSource.system());
    listener =
        new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), api, api::truth);
  }

  /** What they sell: a model that says all that it generates, one that thinks first, a Claude. */
  List<Seller> sellers() {
    return List.of(
        new Seller(
            CHAT,
            "compatible",
            ModelProtocol.OPENAI,
            uri("/compatible/v1"),
            "llama-3.3-70b-instruct",
            "sk-compatible"),
        new Seller(
            REASONING,
            "openai",
            ModelProtocol.OPENAI,
            uri("/openai/v1"),
            "gpt-5-mini",
            "sk-openai"),
        new Seller(
            MESSAGES,
            "anthropic",
            ModelProtocol.ANTHROPIC,
            uri("/anthropic/v1"),
            "claude-haiku-4-5",
            "sk-ant"));
  }

  /** Puts this much time between two pieces of every stream from now on. */
  void pace(int millis) throws IOException {
    order("{\"times\":0,\"effect\":\"slow\",\"chunkDelayMs\":" + millis + "}");
  }

  /** Makes every answer of this model that begins from now on come so late. */
  void think(int millis) throws IOException {
    order("{\"times\":0,\"effect\":\"slow\",\"after\":true,\"delayMs\":" + millis + "}");
  }

  private void order(String rule) throws IOException {
    HttpRequest post =
        HttpRequest.newBuilder(uri("/faults"))
            .POST(HttpRequest.BodyPublishers.ofString(rule))
            .build();
    if (!send(post).contains("faults")) {
      throw new IOException("the simulated providers do not take the rule " + rule);
    }
  }

  /** Waits until no call is open, and returns every call as its provider would bill it. */
  List<Billed> bills() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
    while (JSON.readTree(get("/truth")).path("open").asInt() > 0) {
      if (System.nanoTime() > end) {
        throw new IOException("calls stay open at the simulated providers");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
    List<Billed> bills = new ArrayList<>();
    for (String line : get("/truth?attempts=true").lines().toList()) {
      JsonNode call = JSON.readTree(line);
      bills.add(
          new Billed(
              call.path("attempt").asText(),
              call.path("requestId").asText(),
              call.path("model").asText(),
              call.path("outcome").asText(),
              call.path("input").asLong(),
              call.path("cached").asLong(),
              call.path("cacheWrite").asLong(),
              call.path("output").asLong()));
    }
    return bills;
  }

  private String get(String path) throws IOException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private String send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking the simulated providers", e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.port() + path);
  }

  @Override
  public void close() {
    listener.close();
    client.close();
  }

  /**
   * A call as its provider bills it.
   *
   * @param attempt our id of it, as it came with the call
   * @param input tokens of the prompt, with the cached ones and those written to the cache
   */
  record Billed(
      String attempt,
      String requestId,
      String model,
      String outcome,
      long input,
      long cached,
      long cacheWrite,
      long output) {

    long tokens() {
      return input + output;
    }
  }
}
