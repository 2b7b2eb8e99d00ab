package dev.clawstead.activities.docker;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What cells are made from and told.
 *
 * @param installation the installation's short id, on the label of every object
 * @param agentsUrl the template of agents' addresses, {@code {slug}} in the slug's place
 * @param gatewayAddress {@code ip:port} of the gateway as cells reach it
 * @param images by the agent image's word: what to run, and where a node gets it from
 */
public record DockerSettings(
    String installation, String agentsUrl, String gatewayAddress, Map<String, ImageSource> images) {

  public DockerSettings {
    images = Map.copyOf(images);
  }

  /** {@code archive} is a {@code docker save} tar to load; without it the reference is pulled. */
  public record ImageSource(String reference, @Nullable Path archive) {}

  ImageSource image(String word) {
    ImageSource source = images.get(word);
    if (source == null) {
      throw new IllegalArgumentException("no agent image " + word + " is configured");
    }
    return source;
  }

  String origin(String slug) {
    return agentsUrl.replace("{slug}", slug);
  }
}
