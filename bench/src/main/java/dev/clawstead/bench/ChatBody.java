package dev.clawstead.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;

/** Bodies of chat requests, as OpenClaw sends them. */
final class ChatBody {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What OpenClaw sent for its first turn, word for word. */
  private static final Path RECORDED = Path.of("../shared/data/openclaw-chat-request.json");

  private static final int SYSTEM_CHARS = 30_000;
  private static final int TOOLS = 27;
  private static final int TOOL_CHARS = 800;
  private static final String SENTENCE =
      "Tools are filtered by policy and their names are exact; call what is listed, say what was"
          + " done, and ask before anything that cannot be undone. ";

  private ChatBody() {}

  /** The recorded request, or one of its size and shape, to this model. */
  static byte[] openClaw(String model, boolean stream) throws IOException {
    ObjectNode body =
        Files.exists(RECORDED)
            ? (ObjectNode) JSON.readTree(Files.readAllBytes(RECORDED))
            : generated();
    body.put("model", model).put("stream", stream);
    if (stream) {
      body.putObject("stream_options").put("include_usage", true);
    } else {
      body.remove("stream_options");
    }
    return JSON.writeValueAsBytes(body);
  }

  /** A short request; {@code outputMax} bounds the answer. */
  static String small(String model, boolean stream, int outputMax, String say) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", stream);
    body.put("max_tokens", outputMax);
    body.putArray("messages").addObject().put("role", "user").put("content", say);
    if (stream) {
      body.putObject("stream_options").put("include_usage", true);
    }
    return JSON.writeValueAsString(body);
  }

  /** A request with a picture of so many bytes as it goes over the wire. */
  static byte[] picture(String model, int bytes) throws IOException {
    byte[] raw = new byte[bytes / 4 * 3];
    new Random(7).nextBytes(raw);
    ObjectNode body = JSON.createObjectNode().put("model", model).put("max_tokens", 100);
    ArrayNode content =
        body.putArray("messages").addObject().put("role", "user").putArray("content");
    content.addObject().put("type", "text").put("text", "What is this?");
    content
        .addObject()
        .put("type", "image_url")
        .putObject("image_url")
        .put("url", "data:image/png;base64," + Base64.getEncoder().encodeToString(raw));
    return JSON.writeValueAsBytes(body);
  }

  /** The whole request as bytes to send; they are its own and may be sent often. */
  static ByteBuf post(String path, String key, byte[] body) {
    return post(path, key, body, Map.of());
  }

  /** The same with more headers. */
  static ByteBuf post(String path, String key, byte[] body, Map<String, String> headers) {
    StringBuilder more = new StringBuilder();
    headers.forEach((name, value) -> more.append(name + ": " + value + "\r\n"));
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + key
            + "\r\n"
            + more
            + "Content-Type: application/json\r\nAccept: */*\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    ByteBuf request = Unpooled.directBuffer(head.length() + body.length);
    request.writeCharSequence(head, StandardCharsets.US_ASCII);
    request.writeBytes(body);
    return Unpooled.unreleasableBuffer(request);
  }

  private static ObjectNode generated() {
    ObjectNode body = JSON.createObjectNode().put("model", "").put("max_completion_tokens", 8_000);
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", text(SYSTEM_CHARS));
    messages.addObject().put("role", "user").put("content", "Hello. What can you do for me?");
    ArrayNode tools = body.putArray("tools");
    for (int i = 0; i < TOOLS; i++) {
      ObjectNode tool = tools.addObject().put("type", "function").putObject("function");
      tool.put("name", "tool_" + i).put("description", text(TOOL_CHARS));
      ObjectNode parameters = tool.putObject("parameters").put("type", "object");
      parameters.putObject("properties").putObject("path").put("type", "string");
    }
    return body;
  }

  private static String text(int chars) {
    return SENTENCE.repeat(chars / SENTENCE.length() + 1).substring(0, chars);
  }
}
