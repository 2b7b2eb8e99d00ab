package dev.clawstead.gateway.proxy;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Writes responses; those to HEAD keep the headers of a body that is not sent. */
final class ResponseEncoder extends HttpResponseEncoder {

  private boolean toHead;

  /** Says whether the next final response answers a HEAD request. */
  void expect(boolean head) {
    toHead = head;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return toHead || super.isContentAlwaysEmpty(response);
  }
}
