package dev.clawstead.gateway.proxy;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Reads requests; what two readers could read differently is refused, not repaired. */
public final class RequestDecoder extends HttpRequestDecoder {

  public RequestDecoder(Limits.Size size) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(size.uriMax())
            .setMaxHeaderSize(size.headersMax())
            .setMaxChunkSize(Integer.MAX_VALUE)
            .setAllowDuplicateContentLengths(false)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true));
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }
}
