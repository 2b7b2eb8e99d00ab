package dev.clawstead.gateway.proxy;

import dev.clawstead.gateway.access.ChatDoor;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** Passes one response on, framed anew for the client's side of the connection. */
final class ResponseRelay {

  private final ClientConnection client;
  private final Loop loop;
  private final HttpRequest request;
  private final ChatDoor chat;
  private boolean interim;
  private boolean begun;
  private boolean switching;
  private boolean tunnel;
  private boolean chunked;
  private boolean endsWithConnection;
  private boolean agentStays;
  private boolean clientStays;

  ResponseRelay(ClientConnection client, Loop loop, HttpRequest request, ChatDoor chat) {
    this.client = client;
    this.loop = loop;
    this.request = request;
    this.chat = chat;
    this.clientStays = HttpUtil.isKeepAlive(request) && isHttp11();
  }

  /** What a piece of the body was. */
  enum Progress {
    MORE,
    COMPLETE,
    TUNNEL,
    BROKEN
  }

  /** Passes the head on; false when the cell's answer makes no sense. */
  boolean head(HttpResponse response) {
    if (response.decoderResult().isFailure()) {
      return false;
    }
    if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      return switchProtocols(response);
    }
    if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      interim = true;
      if (isHttp11()) {
        ForwardedHeaders.toClient(response.headers());
        client.expectResponseTo(HttpMethod.GET);
        client.write(response);
      }
      return true;
    }
    agentStays = HttpUtil.isKeepAlive(response);
    begun = true;
    frame(response);
    chat.letRead(request, response.headers());
    client.expectResponseTo(request.method());
    client.write(response);
    return true;
  }

  private boolean switchProtocols(HttpResponse response) {
    if (!ForwardedHeaders.isWebSocket(request)) {
      return false;
    }
    begun = true;
    switching = true;
    clientStays = false;
    ForwardedHeaders.toClient(response.headers());
    response
        .headers()
        .set(HttpHeaderNames.CONNECTION, "Upgrade")
        .set(HttpHeaderNames.UPGRADE, "websocket");
    client.expectResponseTo(HttpMethod.GET);
    client.write(response);
    return true;
  }

  private void frame(HttpResponse response) {
    HttpHeaders headers = response.headers();
    boolean wasChunked = HttpUtil.isTransferEncodingChunked(response);
    ForwardedHeaders.toClient(headers);
    response.setProtocolVersion(HttpVersion.HTTP_1_1);
    int status = response.status().code();
    boolean bodiless =
        request.method().equals(HttpMethod.HEAD)
            || status == HttpResponseStatus.NO_CONTENT.code()
            || status == HttpResponseStatus.NOT_MODIFIED.code();
    if (!bodiless && (wasChunked || !headers.contains(HttpHeaderNames.CONTENT_LENGTH))) {
      if (isHttp11()) {
        chunked = true;
        headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      } else {
        endsWithConnection = true;
      }
    }
    if (!headers.contains(HttpHeaderNames.DATE)) {
      headers.set(HttpHeaderNames.DATE, loop.date());
    }
    if (!clientStays) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  /** Passes a piece of the body on, which is released by that. */
  Progress body(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      content.release();
      return Progress.BROKEN;
    }
    boolean last = content instanceof LastHttpContent;
    if (interim) {
      interim = false;
      passInterimEnd(content);
      return Progress.MORE;
    }
    if (!begun) {
      content.release();
      return Progress.BROKEN;
    }
    if (content instanceof LastHttpContent end && chunked) {
      ForwardedHeaders.cleanTrailers(end.trailingHeaders());
    }
    if (last && !chunked && content.content().isReadable()) {
      client.write(new DefaultHttpContent(content.content()));
      client.write(LastHttpContent.EMPTY_LAST_CONTENT);
    } else {
      client.write(content);
    }
    if (!last) {
      return Progress.MORE;
    }
    tunnel = switching;
    return switching ? Progress.TUNNEL : Progress.COMPLETE;
  }

  private void passInterimEnd(HttpContent content) {
    if (isHttp11()) {
      client.write(content);
      client.flush();
    } else {
      content.release();
    }
  }

  /** Whether the client has seen the final response begin. */
  boolean begun() {
    return begun;
  }

  boolean isTunnel() {
    return tunnel;
  }

  /** Whether only the end of the connection tells the client that the body is whole. */
  boolean endsWithConnection() {
    return endsWithConnection;
  }

  boolean agentStays() {
    return agentStays;
  }

  boolean clientStays() {
    return clientStays && !endsWithConnection;
  }

  private boolean isHttp11() {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_1);
  }
}
