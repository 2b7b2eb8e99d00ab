package dev.clawstead.gateway.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request's body asks for, as far as a gateway has to know, and where in the body it says
 * so. The rest of the body is passed on as it is.
 *
 * @param model the model's name as the caller wrote it
 * @param outputMax the caller's own bound of the answer, in tokens; 0 for none
 * @param answers how many answers at once, each of which may be as long as the bound
 * @param unpriced what it asks for that providers charge beside tokens or at another price of
 *     theirs, as the caller named it
 * @param usageWanted whether the caller of a stream asked for its usage
 * @param session what the caller keeps the same over a conversation
 * @param messages whether there is a list of messages
 * @param input whether there is an input, as responses and embeddings have it
 * @param textBytes the body without pictures and files
 */
public record Ask(
    String model,
    boolean stream,
    long outputMax,
    int answers,
    @Nullable String unpriced,
    boolean usageWanted,
    @Nullable String session,
    boolean messages,
    boolean input,
    long textBytes,
    Places places) {

  /** How many pictures and files there are. */
  public int media() {
    return places.media.size();
  }

  /**
   * Where values lie in the body; -1 for those that are not there.
   *
   * @param open the byte behind the body's first brace
   * @param empty whether nothing else is between its braces
   * @param turn the words that began the turn: the last messages of whoever asks
   * @param usage where {@code stream_options} takes the wish for usage; its name is what to write
   * @param prompt what the model is told, in the order in which providers put it together: tools,
   *     then the system's words, then the messages
   * @param media the pictures and files, in the body's order
   */
  public record Places(
      int open,
      boolean empty,
      Place model,
      Place outputMax,
      Place usage,
      Place turn,
      List<Place> prompt,
      List<Place> media) {}

  /**
   * The bytes of one value.
   *
   * @param name the field's name, where several are possible
   */
  public record Place(String name, int start, int end) {

    static final Place NONE = new Place("", -1, -1);

    public boolean exists() {
      return start >= 0;
    }
  }
}
