package dev.clawstead.standalone.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The models that are sold on this machine: the simulated providers' ones, under usual names. */
final class ModelSettings {

  /** Each vendor and the path under which its simulation answers. */
  private static final Map<String, String> VENDORS = vendors();

  private ModelSettings() {}

  private static Map<String, String> vendors() {
    Map<String, String> vendors = new LinkedHashMap<>();
    vendors.put("openai", "/openai/v1");
    vendors.put("anthropic", "/anthropic/v1");
    vendors.put("xai", "/xai/v1");
    vendors.put("google", "/google/v1beta/openai");
    return vendors;
  }

  /** The keys that the simulated vendors take, as they want to be told. */
  static String simulatorKeys(Site site) throws IOException {
    return keys(site).entrySet().stream()
        .map(key -> key.getKey() + "=" + key.getValue())
        .collect(Collectors.joining(","));
  }

  /** Writes the catalogue that a new installation begins with, keys included. */
  static Path write(Site site) throws IOException {
    String text = template();
    String base = "http://127.0.0.1:" + site.ports().providers();
    for (Map.Entry<String, String> vendor : VENDORS.entrySet()) {
      text = text.replace("@" + vendor.getKey() + "@", base + vendor.getValue());
    }
    for (Map.Entry<String, String> key : keys(site).entrySet()) {
      text = text.replace("@" + key.getKey() + "-key@", key.getValue());
    }
    Path file = site.state().folder("api").resolve("models.json");
    return Files.writeString(file, text);
  }

  private static Map<String, String> keys(Site site) throws IOException {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String vendor : VENDORS.keySet()) {
      keys.put(vendor, "sk-" + site.state().token(vendor));
    }
    return keys;
  }

  private static String template() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ModelSettings.class.getResourceAsStream("models.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
