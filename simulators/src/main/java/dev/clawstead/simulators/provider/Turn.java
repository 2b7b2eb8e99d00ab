package dev.clawstead.simulators.provider;

/** One admitted call: what was asked, what is answered, what it costs. */
record Turn(
    Vendor vendor,
    Model model,
    Prompt prompt,
    Reply reply,
    Usage usage,
    Knobs knobs,
    boolean tellsUsage,
    Ledger.Call call) {

  /** The name under which the caller asked for the model. */
  String modelName() {
    return prompt.setting("model").asText();
  }
}
