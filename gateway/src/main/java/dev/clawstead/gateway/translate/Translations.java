package dev.clawstead.gateway.translate;

import java.time.InstantSource;

/** Makes the translation for one call; named by what the client speaks, then the provider. */
public final class Translations {

  private Translations() {}

  /**
   * A call in OpenAI's chat/completions form, served by Anthropic's /v1/messages.
   *
   * @param defaultMaxTokens for requests that set no limit, which Anthropic demands
   * @param model the provider's id of the model; what it takes is known by it, and an id that is
   *     not known is taken for a current model of Anthropic's
   * @param clock for {@code created}, which Anthropic's answers do not have
   */
  public static Translation chatToMessages(
      int defaultMaxTokens, String model, InstantSource clock) {
    return new ChatToMessages(ClaudeModel.of(model), defaultMaxTokens, clock);
  }

  /**
   * A call in Anthropic's messages form, served by an OpenAI-compatible chat/completions provider.
   *
   * @param model the provider's id of the model
   * @param reasons whether the model takes {@code reasoning_effort}, which others refuse; one that
   *     does refuses {@code temperature} and {@code top_p} instead
   */
  public static Translation messagesToChat(String model, boolean reasons) {
    return new MessagesToChat(model, reasons);
  }
}
