package dev.clawstead.domain;

/** The language that a provider of models speaks. */
public enum ModelProtocol implements Word {
  /** Chat completions, responses and embeddings, as OpenAI and those compatible with it. */
  OPENAI,
  /** Messages, as Anthropic. */
  ANTHROPIC
}
