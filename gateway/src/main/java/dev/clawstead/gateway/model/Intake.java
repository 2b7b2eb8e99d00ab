package dev.clawstead.gateway.model;

import dev.clawstead.gateway.model.BodyRoom.Part;
import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.AskReader;
import dev.clawstead.gateway.protocol.BadBodyException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** Gathers one request's body after the other, and takes room for it before it is read. */
final class Intake {

  /** More parts than a body of the largest size arrives in: joining them would copy it. */
  private static final int PARTS_MAX = 64 * 1024;

  /** So many parts may be as small as they like; of more the average must have this size. */
  private static final int PARTS_ANY_SIZE = 4 * 1024;

  private static final int PART_LEAST = 64;

  private final ModelSite site;
  private final EventLoop loop;
  private final Runnable gotRoom;

  /** Whoever passes it on holds on to it, so each request has its own. */
  private CompositeByteBuf body = newBody();

  private int parts;
  private Object whose = "";

  /** What it has, and what it waits for. */
  private @Nullable Part room;

  private @Nullable Part wanted;

  /**
   * @param loop the connection's own
   * @param gotRoom told there that more may be read
   */
  Intake(ModelSite site, EventLoop loop, Runnable gotRoom) {
    this.site = site;
    this.loop = loop;
    this.gotRoom = gotRoom;
  }

  /** Takes room for a body of this length, and waits until there is some. */
  void expect(Object whom, long bytes) {
    whose = whom;
    waitFor(site.bodies().forLength(whose, bytes, this::later));
  }

  /** The same for a body whose length nobody knows. */
  void expectUnknown(Object whom) {
    whose = whom;
    waitFor(site.bodies().forUnknown(whose, this::later));
  }

  /** A body of unknown length takes more room when it needs it. */
  void grow() {
    Part has = room;
    if (has != null && body.readableBytes() > has.bytes()) {
      waitFor(site.bodies().forGrown(whose, this::later));
    }
  }

  /** It is whole: what it does not need is others'. */
  void whole() {
    Part has = room;
    if (has != null) {
      has.keep(body.readableBytes());
    }
  }

  private void waitFor(Part part) {
    wanted = part;
    if (part.isThere()) {
      granted(part);
    }
  }

  private void later(Part part) {
    loop.execute(() -> granted(part));
  }

  private void granted(Part part) {
    if (wanted != part) {
      // The request was over before, and has given it back.
      return;
    }
    wanted = null;
    giveBack(room);
    room = part;
    gotRoom.run();
  }

  /** Whether nothing more may be read for now. */
  boolean waits() {
    return wanted != null;
  }

  /** Whether others wait for the room that it has. */
  boolean keepsOthersWaiting() {
    Part has = room;
    return has != null && has.keepsOthersWaiting();
  }

  /** Takes the bytes over. */
  void add(ByteBuf bytes) {
    if (bytes.isReadable()) {
      parts++;
      body.addComponent(true, bytes);
    } else {
      bytes.release();
    }
  }

  /** Whether it comes in crumbs, which take many times the memory of what is in them. */
  boolean isTooFine() {
    return parts > PARTS_ANY_SIZE && body.readableBytes() / parts < PART_LEAST;
  }

  boolean isTooLarge() {
    return body.readableBytes() > site.sizes().bodyMax();
  }

  Ask read() throws BadBodyException {
    return AskReader.read(
        new ByteBufInputStream(body.duplicate(), body.readableBytes()), body.readableBytes());
  }

  /** The whole body, for whoever releases it. */
  ByteBuf share() {
    return body.retainedDuplicate();
  }

  /** The request is over, or its connection: the next one begins with nothing. */
  void clear() {
    body.release();
    body = newBody();
    parts = 0;
    giveBack(wanted);
    giveBack(room);
    wanted = null;
    room = null;
  }

  private static void giveBack(@Nullable Part part) {
    if (part != null) {
      part.giveBack();
    }
  }

  private static CompositeByteBuf newBody() {
    return Unpooled.compositeBuffer(PARTS_MAX);
  }
}
