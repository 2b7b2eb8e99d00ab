package dev.clawstead.standalone.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds out before anything is started which ports somebody else has. */
public final class PortCheck {

  private PortCheck() {}

  /** One sentence for each port that is taken: which, for what we want it, and who has it. */
  public static List<String> taken(Ports ports) {
    List<String> taken = new ArrayList<>();
    for (Map.Entry<String, Integer> wanted : ports.onLoopback().entrySet()) {
      if (inUse(wanted.getValue())) {
        String owner =
            PortOwner.of(wanted.getValue())
                .map(who -> " by " + who)
                .orElse(" by a process this user may not see");
        taken.add("port " + wanted.getValue() + " (" + wanted.getKey() + ") is in use" + owner);
      }
    }
    return taken;
  }

  private static boolean inUse(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers do it: connections that only linger do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
