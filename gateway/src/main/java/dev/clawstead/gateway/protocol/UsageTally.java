package dev.clawstead.gateway.protocol;

import dev.clawstead.domain.ModelProtocol;
import dev.clawstead.domain.TokenUse;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Gathers from a provider's answer what it says it used, from a whole body or from a stream's
 * events one by one, in each protocol's own terms: OpenAI's prompt tokens include the cached ones,
 * Anthropic's input tokens do not, and some who speak OpenAI's language count reasoning beside the
 * completion (platform.openai.com/docs/api-reference/chat, docs.anthropic.com/en/api/messages,
 * docs.x.ai/docs/guides/reasoning).
 */
public final class UsageTally {

  private static final JsonFactory JSON = new JsonFactory();

  private final ModelProtocol protocol;
  private long prompt = -1;
  private long cached;
  private long cacheWrite;
  private long output = -1;
  private long reasoning;
  private long total;
  private long textChars;
  private boolean finished;
  private boolean failed;
  private boolean repeats;

  public UsageTally(ModelProtocol protocol) {
    this.protocol = protocol;
  }

  /**
   * Reads one JSON document of the answer.
   *
   * @return whether it is nothing but the report of a stream's usage
   */
  public boolean read(byte[] json, int offset, int length) {
    boolean noChoice = false;
    boolean inChoices = false;
    boolean reported = false;
    repeats = false;
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json, offset, length)) {
      String name = "";
      int depth = 0;
      int usageDepth = Integer.MAX_VALUE;
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          name = in.currentName();
        } else if (token.isStructStart()) {
          depth++;
          if (name.equals("usage") && token == JsonToken.START_OBJECT && usageDepth > depth) {
            usageDepth = depth;
            reported = true;
          }
          if (name.equals("choices") && depth == 2) {
            noChoice = true;
            inChoices = true;
          } else if (inChoices) {
            noChoice = false;
          }
        } else if (token.isStructEnd()) {
          if (depth == usageDepth) {
            usageDepth = Integer.MAX_VALUE;
          }
          inChoices &= depth > 2;
          depth--;
        } else if (token == JsonToken.VALUE_NUMBER_INT && depth >= usageDepth) {
          count(name, in.getLongValue());
        } else if (token == JsonToken.VALUE_STRING) {
          text(name, depth, in);
        }
      }
    } catch (JacksonException e) {
      // What a provider mangles is passed on all the same; it only tells us nothing.
      failed = true;
    }
    return reported && noChoice;
  }

  private void count(String name, long value) {
    switch (name) {
      case "prompt_tokens", "input_tokens" -> prompt = Math.max(prompt, value);
      case "completion_tokens", "output_tokens" -> output = Math.max(output, value);
      case "cached_tokens", "cache_read_input_tokens" -> cached = Math.max(cached, value);
      case "cache_creation_input_tokens" -> cacheWrite = Math.max(cacheWrite, value);
      case "reasoning_tokens" -> reasoning = Math.max(reasoning, value);
      case "total_tokens" -> total = Math.max(total, value);
      default -> {
        // Details that nobody is charged for.
      }
    }
  }

  private void text(String name, int depth, JsonParser in) {
    switch (name) {
      case "content",
          "text",
          "arguments",
          "partial_json",
          "thinking",
          "reasoning_content",
          "delta" ->
          textChars += repeats ? 0 : in.getStringLength();
      case "finish_reason" -> finished = true;
      case "type" -> {
        if (depth == 1) {
          event(in.getString());
        }
      }
      default -> {
        // Names and ids.
      }
    }
  }

  private void event(String type) {
    // The responses' events that end a part hold again what its deltas held.
    repeats = type.startsWith("response.") && !type.endsWith(".delta");
    switch (type) {
      case "message_stop", "response.completed", "response.incomplete", "response.failed" ->
          finished = true;
      case "message" -> finished = true;
      default -> {
        // Others go before the end.
      }
    }
  }

  /** All of a body that is no stream was read: it has no other mark of its end. */
  public void endOfBody() {
    finished = true;
    if (prompt >= 0 && output < 0) {
      output = 0;
    }
  }

  /** Whether the answer came to its own end. */
  public boolean finished() {
    return finished;
  }

  /** Whether some of it could not be read. */
  public boolean failed() {
    return failed;
  }

  /** Whether the provider said what the whole call used. */
  public boolean complete() {
    return prompt >= 0 && output >= 0 && finished;
  }

  /** Letters that were generated, as far as they were seen. */
  public long textChars() {
    return textChars;
  }

  /**
   * What was used: as reported, and for what was not reported as estimated.
   *
   * @param likely tokens of the prompt, for the case that the provider says nothing of them
   * @param outputEstimate tokens of what was generated until now
   */
  public TokenUse use(TokenUse likely, long outputEstimate) {
    // Anthropic's first event counts an output of a token or two, which later ones replace.
    long out = complete() ? output : Math.max(output, outputEstimate);
    if (prompt < 0) {
      return new TokenUse(
          likely.input(), likely.cached(), likely.cacheWrite(), Math.max(0, out), reasoning);
    }
    if (protocol == ModelProtocol.ANTHROPIC) {
      return new TokenUse(prompt, cached, cacheWrite, Math.max(0, out), reasoning);
    }
    long withReasoning = Math.max(out, total - prompt);
    return new TokenUse(
        Math.max(0, prompt - cached), Math.min(cached, prompt), 0, withReasoning, reasoning);
  }
}
