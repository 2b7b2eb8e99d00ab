package dev.clawstead.gateway.protocol;

import dev.clawstead.gateway.protocol.Ask.Place;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes single values of a body and leaves every other byte where it is, uncopied. */
public final class BodyEdits {

  private final List<Edit> edits = new ArrayList<>();
  private final Ask ask;
  private final StringBuilder added = new StringBuilder();

  private BodyEdits(Ask ask) {
    this.ask = ask;
  }

  public static BodyEdits of(Ask ask) {
    return new BodyEdits(ask);
  }

  /** Names the provider's own model. */
  public BodyEdits model(String model) {
    if (!model.equals(ask.model())) {
      replace(ask.places().model(), quoted(model));
    }
    return this;
  }

  /** Bounds the answer, under the name the caller used or under this one. */
  public BodyEdits outputMax(String name, long tokens) {
    Place place = ask.places().outputMax();
    if (place.exists()) {
      if (tokens < ask.outputMax()) {
        replace(place, Long.toString(tokens));
      }
    } else {
      add("\"" + name + "\":" + tokens);
    }
    return this;
  }

  /** Asks a stream of chat completions to end with what it used. */
  public BodyEdits withUsage() {
    if (ask.stream() && !ask.usageWanted()) {
      Place place = ask.places().usage();
      if (place.exists()) {
        replace(place, place.name());
      } else {
        add("\"stream_options\":{\"include_usage\":true}");
      }
    }
    return this;
  }

  /** The changed body. It shares the bytes of the old one, which it does not release. */
  public ByteBuf apply(ByteBuf body) {
    if (edits.isEmpty() && added.isEmpty()) {
      return body.retainedDuplicate();
    }
    if (!added.isEmpty()) {
      String text =
          ask.places().empty() ? added.substring(0, added.length() - 1) : added.toString();
      edits.add(new Edit(ask.places().open(), ask.places().open(), text));
    }
    edits.sort(Comparator.comparingInt(Edit::start));
    CompositeByteBuf changed = Unpooled.compositeBuffer(2 * edits.size() + 1);
    int at = 0;
    int base = body.readerIndex();
    for (Edit edit : edits) {
      changed.addComponent(true, body.retainedSlice(base + at, edit.start - at));
      // Direct as the rest is: one part on the heap, and the whole body is copied to be sent.
      byte[] text = edit.text.getBytes(StandardCharsets.UTF_8);
      changed.addComponent(
          true, ByteBufAllocator.DEFAULT.directBuffer(text.length).writeBytes(text));
      at = edit.end;
    }
    changed.addComponent(true, body.retainedSlice(base + at, body.readableBytes() - at));
    return changed;
  }

  private void replace(Place place, String text) {
    edits.add(new Edit(place.start(), place.end(), text));
  }

  private void add(String property) {
    added.append(property).append(',');
  }

  /** Names come from our own catalogue, which allows nothing that would need more than quotes. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private record Edit(int start, int end, String text) {}
}
