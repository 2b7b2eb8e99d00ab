package dev.clawstead.gateway.model;

import dev.clawstead.gateway.protocol.Ask;
import dev.clawstead.gateway.protocol.AskReader;
import dev.clawstead.gateway.protocol.BadBodyException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;

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
  private long taken;
  private boolean waits;
  private boolean closed;

  /**
   * @param loop the connection's own
   * @param gotRoom told there that more may be read
   */
  Intake(ModelSite site, EventLoop loop, Runnable gotRoom) {
    this.site = site;
    this.loop = loop;
    this.gotRoom = gotRoom;
  }

  /** Takes room, and waits until there is some. */
  void expect(long bytes) {
    waits = true;
    site.room()
        .take(
            bytes,
            () -> {
              if (loop.inEventLoop()) {
                granted(bytes);
              } else {
                loop.execute(() -> granted(bytes));
              }
            });
  }

  private void granted(long bytes) {
    waits = false;
    if (closed) {
      site.room().giveBack(bytes);
      return;
    }
    taken += bytes;
    gotRoom.run();
  }

  /** Whether nothing more may be read for now. */
  boolean waits() {
    return waits;
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

  /** A body of unknown length takes room as it grows. */
  void grow() {
    long lacking = body.readableBytes() - taken;
    if (lacking > 0) {
      expect(Math.max(lacking, site.roomStep()));
    }
  }

  Ask read() throws BadBodyException {
    return AskReader.read(
        new ByteBufInputStream(body.duplicate(), body.readableBytes()), body.readableBytes());
  }

  /** The whole body, for whoever releases it. */
  ByteBuf share() {
    return body.retainedDuplicate();
  }

  /** The request is over: the next one begins with nothing. */
  void clear() {
    body.release();
    body = newBody();
    parts = 0;
    site.room().giveBack(taken);
    taken = 0;
  }

  /** The connection is over. */
  void close() {
    closed = true;
    clear();
  }

  private static CompositeByteBuf newBody() {
    return Unpooled.compositeBuffer(PARTS_MAX);
  }
}
