package dev.clawstead.activities.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The two clients of one node: short calls with a response timeout, and long ones (events, image
 * loads, stops) that must not take the short ones' connections.
 */
final class NodeEngine implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration LONG_ANSWER = Duration.ofMinutes(10);
  private static final int CONNECTIONS_MAX = 16;

  /** The newest API that docker-java speaks. */
  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;

  private final String address;
  private final Instant opened;
  private final DockerClient calls;
  private final DockerClient streams;

  private NodeEngine(String address, Instant opened, DockerClient calls, DockerClient streams) {
    this.address = address;
    this.opened = opened;
    this.calls = calls;
    this.streams = streams;
  }

  /** Asks the engine which API it speaks and opens clients for the newest that both know. */
  static NodeEngine open(EngineDoor door, String address, Instant now) {
    URI uri = door.at(address);
    SSLContext tls = door.tls();
    RemoteApiVersion version;
    try (DockerClient asking = client(uri, tls, RemoteApiVersion.UNKNOWN_VERSION, ANSWER)) {
      version = negotiate(asking.versionCmd().exec());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new NodeEngine(
        address, now, client(uri, tls, version, ANSWER), client(uri, tls, version, LONG_ANSWER));
  }

  private static RemoteApiVersion negotiate(Version engine) {
    RemoteApiVersion newest = RemoteApiVersion.parseConfig(engine.getApiVersion());
    String oldest = engine.getMinAPIVersion();
    if (oldest != null && !NEWEST.isGreaterOrEqual(RemoteApiVersion.parseConfig(oldest))) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the node's engine "
              + engine.getVersion()
              + " wants at least API "
              + oldest
              + ", we speak at most "
              + NEWEST.getVersion(),
          "DockerTooNew");
    }
    return newest.isGreaterOrEqual(NEWEST) ? NEWEST : newest;
  }

  private static DockerClient client(
      URI uri, @Nullable SSLContext tls, RemoteApiVersion version, Duration answer) {
    @Nullable SSLConfig ssl = tls == null ? null : () -> tls;
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(uri.toString())
            .withApiVersion(version)
            .build();
    var http =
        new ApacheDockerHttpClient.Builder()
            .dockerHost(uri)
            .sslConfig(ssl)
            .maxConnections(CONNECTIONS_MAX)
            .connectionTimeout(CONNECT)
            .responseTimeout(answer)
            .build();
    return DockerClientImpl.getInstance(config, http);
  }

  /** For short calls. */
  DockerClient calls() {
    return calls;
  }

  /** For events, images, and stops that wait for the agent. */
  DockerClient streams() {
    return streams;
  }

  /** Whether this is still the way to a node of that address. */
  boolean leadsTo(String wanted, Instant after) {
    return address.equals(wanted) && opened.isAfter(after);
  }

  @Override
  public void close() {
    try (calls;
        streams) {
      // Both, even if the first one fails.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
