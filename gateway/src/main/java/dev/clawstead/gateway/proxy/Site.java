package dev.clawstead.gateway.proxy;

import dev.clawstead.gateway.access.AgentCookie;
import dev.clawstead.gateway.access.AgentHosts;
import dev.clawstead.gateway.access.ChatDoor;
import dev.clawstead.gateway.access.Doorkeeper;
import dev.clawstead.gateway.page.Page;
import dev.clawstead.gateway.page.Pages;
import dev.clawstead.gateway.table.RouteTable;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * What every connection of this gateway works with.
 *
 * @param database what has to be asked of PostgreSQL while a request waits
 * @param health what the gateway says of itself
 */
public record Site(
    RouteTable table,
    AgentHosts hosts,
    Doorkeeper doorkeeper,
    AgentCookie cookie,
    ChatDoor chat,
    Pages pages,
    Questions database,
    Health health,
    Limits limits,
    ForwardedHeaders headers,
    LiveExchanges live) {

  /** Puts together what the parts are made of, and lets the table end what may not go on. */
  public static Site of(Parts parts, Questions database, Health health, Limits limits) {
    LiveExchanges live = new LiveExchanges(limits.count().perAgentMax());
    parts.table().watch(live);
    return new Site(
        parts.table(),
        parts.hosts(),
        new Doorkeeper(parts.table(), parts.hosts(), parts.cookie(), parts.chat()),
        parts.cookie(),
        parts.chat(),
        parts.pages(),
        database,
        health,
        limits,
        new ForwardedHeaders(parts.cookie(), parts.hosts().scheme()),
        live);
  }

  /** One of our own pages, as the one who asked may read it. */
  FullHttpResponse render(Page page, HttpRequest request) {
    FullHttpResponse answer = pages.render(page, request.headers().get(HttpHeaderNames.ACCEPT));
    chat.letRead(request, answer.headers());
    return answer;
  }

  /** What the gateway says at its own address; null where it has nothing to say. */
  @Nullable FullHttpResponse ownAnswer(String uri) {
    return switch (uri) {
      case "/healthz" -> pages.plain(200, "text/plain; charset=utf-8", "ok\n");
      case "/readyz" -> {
        Health.Report report = health.ready();
        yield pages.plain(report.serves() ? 200 : 503, "application/json", report.json());
      }
      default -> null;
    };
  }

  /** The parts that others make. */
  public record Parts(
      RouteTable table, AgentHosts hosts, AgentCookie cookie, ChatDoor chat, Pages pages) {}
}
