package dev.clawstead.simulators.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.clawstead.simulators.http.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All providers on a real port with one good key each, and a client that talks to them. */
final class Providers implements AutoCloseable {

  static final String CHAT = "/openai/v1/chat/completions";
  static final String RESPONSES = "/openai/v1/responses";
  static final String MESSAGES = "/anthropic/v1/messages";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Listener listener;

  Providers() {
    ProvidersApi api =
        new ProvidersApi(
            ProvidersSettings.of(
                "openai=sk-openai,openai=sk-other,xai=sk-xai,google=sk-google,"
                    + "compatible=sk-compatible,anthropic=sk-anthropic"),
            () -> Instant.parse("2026-11-01T12:00:00Z"));
    try {
      this.listener =
          new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), api, api::truth);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer as it came over the wire. */
  record Reply(int status, JsonNode body, HttpResponse<String> raw) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }

    /** The data of every event of a stream, without {@code [DONE]}. */
    List<JsonNode> events() throws IOException {
      List<JsonNode> events = new ArrayList<>();
      for (String line : raw.body().split("\n", -1)) {
        if (line.startsWith("data: {")) {
          events.add(JSON.readTree(line.substring(6)));
        }
      }
      return events;
    }

    /** What the events say under one pointer, joined. */
    String joined(String pointer) throws IOException {
      StringBuilder joined = new StringBuilder();
      events().forEach(event -> joined.append(event.at(pointer).asText("")));
      return joined.toString();
    }
  }

  /** Single quotes stand for double ones; the key is the vendor's good one. */
  Reply post(String path, String body, String... headers) throws IOException {
    return send(request(path, body.replace('\'', '"'), headers).build());
  }

  Reply get(String path) throws IOException {
    return send(request(path, "").GET().build());
  }

  Reply delete(String path) throws IOException {
    return send(request(path, "").DELETE().build());
  }

  /** A stream that is read as it comes. */
  HttpResponse<InputStream> open(String path, String body, String... headers) throws IOException {
    try {
      return client.send(
          request(path, body.replace('\'', '"'), headers).build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private HttpRequest.Builder request(String path, String body, String... headers) {
    String vendor = path.split("/", -1)[1];
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (vendor.equals("anthropic")) {
      request.header("x-api-key", "sk-anthropic").header("anthropic-version", "2023-06-01");
    } else {
      request.header("Authorization", "Bearer sk-" + vendor);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  private Reply send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> raw = client.send(request, BodyHandlers.ofString());
      boolean json = raw.headers().firstValue("Content-Type").orElse("").endsWith("/json");
      return new Reply(
          raw.statusCode(), json ? JSON.readTree(raw.body()) : MissingNode.getInstance(), raw);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  void order(String rule) throws IOException {
    assertThat(post("/faults", rule).status()).isEqualTo(201);
  }

  /** The bill's line for a model. */
  JsonNode bill(String model) throws IOException {
    for (JsonNode line : get("/truth").body().path("providers")) {
      if (line.path("model").asText().equals(model)) {
        return line;
      }
    }
    return MissingNode.getInstance();
  }

  /** Waits until no call is open: a hang-up is noticed when something is to be sent. */
  void settled() throws IOException {
    while (get("/truth").body().path("open").asInt() > 0) {
      Thread.onSpinWait();
    }
  }

  List<JsonNode> attempts() throws IOException {
    List<JsonNode> attempts = new ArrayList<>();
    try (Stream<String> lines = get("/truth?attempts=true").raw().body().lines()) {
      for (String line : lines.toList()) {
        attempts.add(JSON.readTree(line));
      }
    }
    return attempts;
  }

  @Override
  public void close() {
    listener.close();
    client.close();
  }
}
