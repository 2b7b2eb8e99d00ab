package dev.clawstead.simulators.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** An API on a real port, and a client that talks to it. */
public final class Wire implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Listener listener;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String token;

  public Wire(Api api, String token) {
    this.token = token;
    Truth truth =
        Truth.of(
            () -> {
              ObjectNode all = JSON.createObjectNode();
              api.tell(all);
              return all;
            });
    try {
      this.listener =
          new Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), api, truth);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer as it came over the wire. */
  public record Reply(int status, JsonNode body, HttpResponse<String> raw) {
    public String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  public Reply get(String path) throws IOException {
    return send("GET", path, "");
  }

  public Reply post(String path, String body) throws IOException {
    return send("POST", path, body);
  }

  public Reply send(String method, String path, String body) throws IOException {
    return sendAs("Bearer " + token, method, path, body.replace('\'', '"'));
  }

  public Reply sendAs(String authorization, String method, String path, String body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> raw = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode json =
          raw.body().startsWith("{") ? JSON.readTree(raw.body()) : MissingNode.getInstance();
      return new Reply(raw.statusCode(), json, raw);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    listener.close();
    client.close();
  }
}
