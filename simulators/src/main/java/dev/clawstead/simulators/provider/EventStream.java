package dev.clawstead.simulators.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clawstead.simulators.http.CutByFault;
import dev.clawstead.simulators.http.Pieces;
import dev.clawstead.simulators.state.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events of one reply, billed as they go: whoever hangs up pays for what was generated
 * until then.
 */
final class EventStream {

  private static final ObjectMapper JSON = Json.mapper();
  private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

  private final Pieces pieces;
  private final Turn turn;
  private long bytesSent;

  private EventStream(Pieces pieces, Turn turn) {
    this.pieces = pieces;
    this.turn = turn;
  }

  static void send(Turn turn, Dialect dialect, Pieces pieces)
      throws IOException, InterruptedException {
    pieces.delay(turn.knobs().chunkDelayMillis());
    EventStream stream = new EventStream(pieces, turn);
    Outcome otherwise = Outcome.CUT_BY_US;
    try {
      dialect.stream(turn, stream);
    } catch (CutByFault e) {
      throw e;
    } catch (IOException e) {
      otherwise = Outcome.CUT_BY_CLIENT;
      throw e;
    } finally {
      turn.call().end(otherwise, turn.usage().cutAt(stream.tokensSent()));
    }
  }

  /** An event that carries no text. */
  void frame(JsonNode data) throws IOException, InterruptedException {
    pieces.frame(bytes(data));
  }

  /** An event that carries so many bytes of the reply. */
  void content(JsonNode data, int bytes) throws IOException, InterruptedException {
    pieces.content(bytes(data));
    bytesSent += bytes;
  }

  /** The event after which the call is over and billed in full. */
  void last(JsonNode data) throws IOException, InterruptedException {
    end(bytes(data));
  }

  /** OpenAI's end of a chat stream. */
  void done() throws IOException, InterruptedException {
    end(DONE);
  }

  private void end(byte[] bytes) throws IOException, InterruptedException {
    // A fault may still strike here; billed before it is sent, so that no reader is ahead of us.
    pieces.frame(new byte[0]);
    turn.call().end(Outcome.FINISHED, turn.usage());
    pieces.frame(bytes);
  }

  private int tokensSent() {
    return turn.reply().reasoning() + Tokens.of(bytesSent);
  }

  /** Chat chunks have no event name; elsewhere it is the {@code type} of the data. */
  private byte[] bytes(JsonNode data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    if (turn.prompt().kind() != Prompt.Kind.CHAT) {
      out.writeBytes(EVENT);
      out.writeBytes(data.path("type").asText().getBytes(StandardCharsets.UTF_8));
      out.write('\n');
    }
    out.writeBytes(DATA);
    out.writeBytes(JSON.writeValueAsBytes(data));
    out.write('\n');
    out.write('\n');
    return out.toByteArray();
  }
}
