package dev.clawstead.simulators.provider;

import java.util.List;
import java.util.Optional;

/**
 * A model that can be asked for; {@code reasons} says whether it spends reasoning tokens unasked.
 */
record Model(Vendor vendor, String id, String title, long created, Kind kind, boolean reasons) {

  enum Kind {
    CHAT,
    EMBEDDING
  }

  private static final List<Model> ALL =
      List.of(
          chat(Vendor.OPENAI, "gpt-5.1", 1762800673, true),
          chat(Vendor.OPENAI, "gpt-5-mini", 1754425928, true),
          chat(Vendor.OPENAI, "gpt-5-nano", 1754426384, true),
          chat(Vendor.OPENAI, "gpt-4.1-mini", 1744318173, false),
          embedding(Vendor.OPENAI, "text-embedding-3-small", 1705948997),
          embedding(Vendor.OPENAI, "text-embedding-3-large", 1705953180),
          chat(Vendor.XAI, "grok-4", 1752019200, true),
          chat(Vendor.XAI, "grok-4-fast-non-reasoning", 1757462400, false),
          chat(Vendor.XAI, "grok-3-mini", 1743724800, true),
          chat(Vendor.GOOGLE, "gemini-2.5-pro", 1750118400, true),
          chat(Vendor.GOOGLE, "gemini-2.5-flash", 1750118400, true),
          chat(Vendor.GOOGLE, "gemini-2.5-flash-lite", 1753142400, false),
          embedding(Vendor.GOOGLE, "gemini-embedding-001", 1752451200),
          chat(Vendor.COMPATIBLE, "llama-3.3-70b-instruct", 1733443200, false),
          chat(Vendor.COMPATIBLE, "qwen3-32b", 1745798400, true),
          embedding(Vendor.COMPATIBLE, "nomic-embed-text-v1.5", 1707868800),
          claude("claude-opus-4-5", "Claude Opus 4.5", 1763942400),
          claude("claude-sonnet-4-5", "Claude Sonnet 4.5", 1759104000),
          claude("claude-haiku-4-5", "Claude Haiku 4.5", 1760486400));

  static List<Model> of(Vendor vendor) {
    return ALL.stream().filter(model -> model.vendor == vendor).toList();
  }

  /** Google's list names its models {@code models/...} and takes them with and without that. */
  static Optional<Model> find(Vendor vendor, String name) {
    String id = vendor == Vendor.GOOGLE && name.startsWith("models/") ? name.substring(7) : name;
    for (Model model : ALL) {
      if (model.vendor == vendor && model.id.equals(id)) {
        return Optional.of(model);
      }
    }
    return Optional.empty();
  }

  private static Model chat(Vendor vendor, String id, long created, boolean reasons) {
    return new Model(vendor, id, id, created, Kind.CHAT, reasons);
  }

  private static Model claude(String id, String title, long created) {
    return new Model(Vendor.ANTHROPIC, id, title, created, Kind.CHAT, false);
  }

  private static Model embedding(Vendor vendor, String id, long created) {
    return new Model(vendor, id, id, created, Kind.EMBEDDING, false);
  }
}
