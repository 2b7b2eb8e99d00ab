package dev.clawstead.gateway.translate;

import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/** The client speaks chat/completions, the provider messages. */
final class ChatToMessages implements Translation {

  private final ClaudeModel model;
  private final int defaultMaxTokens;
  private final InstantSource clock;
  private String asked;
  private boolean includeUsage;

  ChatToMessages(ClaudeModel model, int defaultMaxTokens, InstantSource clock) {
    this.model = model;
    this.defaultMaxTokens = defaultMaxTokens;
    this.clock = clock;
    this.asked = model.id();
  }

  @Override
  public ObjectNode request(ObjectNode request) throws Untranslatable {
    asked = Json.needText(request, "model", "request");
    includeUsage = request.path("stream_options").path("include_usage").asBoolean(false);
    return new MessagesRequest(model, defaultMaxTokens).of(request);
  }

  @Override
  public ObjectNode response(ObjectNode response) {
    return Json.says(response, "error")
        ? Errors.toChat(response)
        : ChatAnswer.of(response, asked, created());
  }

  @Override
  public StreamTranslation stream() {
    return new ChatStream(asked, created(), includeUsage);
  }

  private long created() {
    return clock.instant().getEpochSecond();
  }
}
