package dev.clawstead.gateway.proxy;

import dev.clawstead.gateway.access.AgentHosts.Host;
import dev.clawstead.gateway.access.Doorkeeper;
import dev.clawstead.gateway.access.Verdict;
import dev.clawstead.gateway.access.Verdict.Deny;
import dev.clawstead.gateway.access.Verdict.Forward;
import dev.clawstead.gateway.access.Verdict.Preflight;
import dev.clawstead.gateway.access.Verdict.Redeem;
import dev.clawstead.gateway.page.Page;
import dev.clawstead.gateway.table.AgentRoute;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request and its response, from the client's first line to the last byte it gets. */
final class Exchange {

  /** What cannot be repeated does not ride on a connection that may just be closing. */
  private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Site site;
  private final Loop loop;
  private final ClientConnection client;
  private final HttpRequest request;
  private final ResponseRelay relay;
  private @Nullable Forward forward;
  private @Nullable AgentConnection agent;
  private boolean agentWasKept;
  private boolean repeated;
  private boolean requestEnded;
  private boolean over;
  private long bodyBytes;

  Exchange(Site site, Loop loop, ClientConnection client, HttpRequest request) {
    this.site = site;
    this.loop = loop;
    this.client = client;
    this.request = request;
    this.relay = new ResponseRelay(client, loop, request, site.chat());
  }

  // What the client does.

  void begin() {
    switch (site.hosts().parse(request.headers().get(HttpHeaderNames.HOST, ""))) {
      case Host.Own own -> {
        FullHttpResponse answer = site.ownAnswer(request.uri());
        answer(answer == null ? render(Page.NOT_FOUND) : answer);
      }
      case Host.Foreign foreign -> deny(Page.WRONG_HOST);
      case Host.Agent address -> {
        if (address.wellFormed()) {
          decide(address.slug(), false);
        } else {
          deny(Page.UNKNOWN);
        }
      }
    }
  }

  /** Answers a request that cannot be trusted to end where it says. */
  void refuse(Page page) {
    over = true;
    client.answer(render(page), request.method(), false);
  }

  boolean acceptsBody() {
    AgentConnection to = agent;
    boolean more = !requestEnded || relay.isTunnel();
    return to != null && more && to.isWritable();
  }

  void requestBody(HttpContent content) {
    bodyBytes += content.content().readableBytes();
    if (bodyBytes > site.limits().size().bodyMax()) {
      content.release();
      fail(Page.BODY_TOO_LARGE);
      return;
    }
    AgentConnection to = agent;
    if (to == null) {
      content.release();
      return;
    }
    if (content instanceof LastHttpContent last) {
      requestEnded = true;
      ForwardedHeaders.cleanTrailers(last.trailingHeaders());
    }
    to.write(content);
  }

  /** The body's framing broke; where the request ends is not known any more. */
  void badBody() {
    fail(Page.BAD_REQUEST);
  }

  void toAgent(ByteBuf bytes) {
    AgentConnection to = agent;
    if (to == null) {
      bytes.release();
    } else {
      to.write(bytes);
    }
  }

  void clientPaused() {
    AgentConnection to = agent;
    if (to != null) {
      to.flush();
    }
  }

  void clientWritable() {
    AgentConnection from = agent;
    if (from != null) {
      from.read();
    }
  }

  void clientGone() {
    end();
    dropAgent();
  }

  // What the table says.

  /** The route changed on whatever thread noticed it; the exchange ends if it may not go on. */
  void routeChanged(@Nullable AgentRoute now) {
    loop.execute(
        () -> {
          Forward mine = forward;
          if (!over && mine != null && (now == null || !now.continues(mine.route()))) {
            revoke(now);
          }
        });
  }

  private void revoke(@Nullable AgentRoute now) {
    fail(now == null ? Page.UNKNOWN : Doorkeeper.whyEnded(now));
  }

  private void decide(String slug, boolean reread) {
    Verdict verdict = site.doorkeeper().decide(slug, request);
    switch (verdict) {
      case Deny deny -> {
        if (deny.again() == null || reread) {
          deny(deny.page());
        } else {
          var _ =
              site.database()
                  .refresh(slug, deny.again())
                  .whenComplete((ok, failed) -> later(() -> decide(slug, true)));
        }
      }
      case Preflight yes -> answer(site.chat().preflight());
      case Redeem redeem -> redeem(redeem);
      case Forward go -> forward(go);
    }
  }

  private void redeem(Redeem redeem) {
    UUID instance = redeem.route().route().instance();
    if (instance == null || redeem.ticket().isEmpty()) {
      deny(Page.TICKET_VOID);
      return;
    }
    var _ =
        site.database()
            .redeem(redeem.ticket(), instance)
            .whenComplete((good, failed) -> later(() -> redeemed(redeem.route(), good)));
  }

  private void redeemed(AgentRoute route, @Nullable Boolean good) {
    if (good == null) {
      deny(Page.TICKET_UNCHECKED);
    } else if (good) {
      answer(site.pages().opened(site.cookie().issue(route)));
    } else {
      deny(Page.TICKET_VOID);
    }
  }

  private void later(Runnable step) {
    loop.execute(
        () -> {
          if (!over) {
            step.run();
          }
        });
  }

  // The way to the cell.

  private void forward(Forward go) {
    String slug = go.route().slug();
    forward = go;
    if (!site.live().add(slug, this)) {
      forward = null;
      deny(Page.BUSY);
      return;
    }
    // Counted in first, looked at again after: no change of the route can slip through between.
    AgentRoute now = site.table().get(slug);
    if (now == null || !now.continues(go.route())) {
      revoke(now);
      return;
    }
    AgentConnection kept =
        loop.take(
            go.route().cell(), RequestRules.isRepeatable(request) ? Long.MAX_VALUE : RECENT_NANOS);
    if (kept == null) {
      connect(go);
    } else {
      agentWasKept = true;
      serve(go, kept);
    }
  }

  private void connect(Forward go) {
    agentWasKept = false;
    InetSocketAddress address = go.route().address();
    if (address == null) {
      deny(Page.NOT_ANSWERING);
      return;
    }
    loop.connect(go.route(), address, connection -> connected(go, connection));
  }

  private void connected(Forward go, @Nullable AgentConnection connection) {
    if (over) {
      if (connection != null) {
        connection.close();
      }
    } else if (connection == null) {
      deny(Page.NOT_ANSWERING);
    } else {
      serve(go, connection);
    }
  }

  private void serve(Forward go, AgentConnection connection) {
    agent = connection;
    connection.serve(this, site.headers().toCell(request, go, client.peer()));
    if (requestEnded) {
      connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    client.resume();
    connection.flush();
    connection.read();
  }

  // What the cell does.

  void responded(HttpResponse response) {
    AgentConnection from = agent;
    if (over || from == null) {
      return;
    }
    from.learnPatience(response);
    if (!relay.head(response)) {
      fail(Page.NOT_ANSWERING);
    }
  }

  void body(HttpContent content) {
    if (over || agent == null) {
      content.release();
      return;
    }
    switch (relay.body(content)) {
      case MORE -> {}
      case BROKEN -> fail(Page.NOT_ANSWERING);
      case TUNNEL -> becomeTunnel();
      case COMPLETE -> complete();
    }
  }

  void toClient(ByteBuf bytes) {
    client.write(bytes);
  }

  void agentPaused() {
    client.flush();
    AgentConnection from = agent;
    if (from != null && client.isWritable()) {
      from.read();
    }
  }

  void agentWritable() {
    AgentConnection to = agent;
    if (to != null && to.isWritable()) {
      client.resume();
      to.flush();
    }
  }

  void agentGone() {
    agent = null;
    if (over) {
      return;
    }
    Forward go = forward;
    boolean mayRepeat =
        agentWasKept && !repeated && !relay.begun() && RequestRules.isRepeatable(request);
    if (mayRepeat && go != null) {
      // The cell closed a kept connection just as we used it; the request had no effect.
      repeated = true;
      connect(go);
    } else if (relay.isTunnel()) {
      end();
      client.finished(false, true);
    } else {
      fail(Page.NOT_ANSWERING);
    }
  }

  private void becomeTunnel() {
    AgentConnection to = agent;
    if (to != null && client.sentAhead()) {
      // It was read as HTTP, so it cannot be passed on as what it now would be.
      fail(Page.BAD_REQUEST);
    } else if (to != null) {
      client.becomeTunnel();
      to.becomeTunnel();
      client.readMore();
    }
  }

  private void complete() {
    AgentConnection from = agent;
    agent = null;
    end();
    if (from != null) {
      if (requestEnded && relay.agentStays()) {
        from.keep();
      } else {
        from.close();
      }
    }
    client.finished(relay.clientStays() && requestEnded, requestEnded);
  }

  // How it ends.

  /** Says so if nothing was said yet; else the client sees the connection end too early. */
  private void fail(Page page) {
    if (over) {
      return;
    }
    dropAgent();
    if (relay.begun()) {
      end();
      client.cut(relay.endsWithConnection());
    } else {
      deny(page);
    }
  }

  private void deny(Page page) {
    answer(render(page));
  }

  private FullHttpResponse render(Page page) {
    return site.render(page, request);
  }

  private void answer(FullHttpResponse answer) {
    end();
    boolean whole = requestEnded || !RequestRules.hasBody(request);
    client.answer(answer, request.method(), whole && HttpUtil.isKeepAlive(request));
  }

  private void end() {
    over = true;
    Forward mine = forward;
    if (mine != null) {
      forward = null;
      site.live().remove(mine.route().slug(), this);
    }
  }

  private void dropAgent() {
    AgentConnection dropped = agent;
    agent = null;
    if (dropped != null) {
      dropped.close();
    }
  }
}
