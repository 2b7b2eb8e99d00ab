package dev.clawstead.gateway.translate;

import tools.jackson.databind.node.ObjectNode;

/** The client speaks messages, the provider chat/completions. */
final class MessagesToChat implements Translation {

  private final String model;
  private final boolean reasons;
  private String asked;

  MessagesToChat(String model, boolean reasons) {
    this.model = model;
    this.reasons = reasons;
    this.asked = model;
  }

  @Override
  public ObjectNode request(ObjectNode request) throws Untranslatable {
    asked = Json.needText(request, "model", "request");
    return new ChatRequest(model, reasons).of(request);
  }

  @Override
  public ObjectNode response(ObjectNode response) {
    return Json.says(response, "error")
        ? Errors.toMessages(response)
        : MessagesAnswer.of(response, asked);
  }

  @Override
  public StreamTranslation stream() {
    return new MessagesStream(asked);
  }
}
