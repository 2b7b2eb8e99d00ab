package dev.clawstead.gateway.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server played by a test: every name is at 127.0.0.1, or it says nothing at all. */
final class NameServer implements AutoCloseable {

  private static final int HEADER = 12;

  private final DatagramSocket socket;
  private final boolean silent;
  final AtomicInteger asked = new AtomicInteger();

  NameServer(boolean silent) throws IOException {
    this.silent = silent;
    this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::run);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void run() {
    byte[] buffer = new byte[512];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        asked.incrementAndGet();
        if (!silent) {
          byte[] answer = answer(buffer, packet.getLength());
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** The question again, and for an A record its answer (RFC 1035, section 4). */
  private static byte[] answer(byte[] question, int length) {
    int name = HEADER;
    while (question[name] != 0) {
      name += question[name] + 1;
    }
    int end = name + 5;
    boolean wantsV4 = question[name + 2] == 1;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(question, 0, 2);
    out.writeBytes(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, (byte) (wantsV4 ? 1 : 0)});
    out.writeBytes(new byte[] {0, 0, 0, 0});
    out.write(question, HEADER, Math.min(end, length) - HEADER);
    if (wantsV4) {
      out.writeBytes(new byte[] {(byte) 0xc0, HEADER, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1});
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
