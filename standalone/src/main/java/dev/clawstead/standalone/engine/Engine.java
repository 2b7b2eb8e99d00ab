package dev.clawstead.standalone.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The docker command, asked about what belongs to one installation. */
public final class Engine {

  private static final String STOP_SECONDS = "20";

  private final String label;
  private final String network;

  /** Looks only at objects of this installation. */
  public Engine(String installation) {
    this.label = "label=dev.clawstead.simulator=" + installation;
    this.network = "clawstead-" + installation;
  }

  /** The host's address on the nodes' network: what nodes see as the platform. */
  public String platformAddress() {
    List<String> answer =
        docker("network", "inspect", network, "--format", "{{(index .IPAM.Config 0).Gateway}}");
    if (answer.isEmpty() || answer.getFirst().isBlank()) {
      throw new IllegalStateException("the Docker network " + network + " has no gateway address");
    }
    return answer.getFirst().trim();
  }

  /** Stops the nodes, cells and all; containers and volumes stay. Returns how many there were. */
  public int stopNodes() {
    List<String> running = docker("ps", "-q", "--filter", label);
    if (!running.isEmpty()) {
      docker(command(List.of("stop", "-t", STOP_SECONDS), running));
    }
    return running.size();
  }

  /** Removes containers, volumes and networks of the installation. */
  public void removeAll() {
    remove(List.of("rm", "-f", "-v"), docker("ps", "-aq", "--filter", label));
    remove(List.of("volume", "rm", "-f"), docker("volume", "ls", "-q", "--filter", label));
    remove(List.of("network", "rm"), docker("network", "ls", "-q", "--filter", label));
  }

  private static void remove(List<String> how, List<String> what) {
    if (!what.isEmpty()) {
      docker(command(how, what));
    }
  }

  private static String[] command(List<String> how, List<String> what) {
    List<String> all = new ArrayList<>(how);
    all.addAll(what);
    return all.toArray(String[]::new);
  }

  private static List<String> docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("docker " + arguments[0] + " failed: " + output);
      }
      return output.lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException("the docker command cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while docker " + arguments[0] + " ran", e);
    }
  }
}
