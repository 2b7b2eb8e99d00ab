package dev.clawstead.gateway.translate;

import tools.jackson.databind.node.ObjectNode;

/**
 * One call that a client makes in one protocol and a provider serves in another.
 *
 * <p>Made for one call and used in order: the request first, for it says which model name the
 * answer carries and what its stream has to tell; then either the answer or a stream.
 */
public interface Translation {

  /**
   * What to send to the provider; the request given is left as it is.
   *
   * @throws Untranslatable where the provider's protocol cannot say it, or it makes no sense: this
   *     provider cannot serve the call, another one may
   */
  ObjectNode request(ObjectNode request) throws Untranslatable;

  /** What to send to the client for the provider's whole answer, also where that is an error. */
  ObjectNode response(ObjectNode response);

  /** Translates the events of a streamed answer one by one. */
  StreamTranslation stream();
}
