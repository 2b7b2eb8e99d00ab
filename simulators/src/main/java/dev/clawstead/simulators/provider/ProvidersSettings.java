package dev.clawstead.simulators.provider;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The keys that each vendor lets in. */
public final class ProvidersSettings {

  private final Map<Vendor, Set<String>> keys;

  private ProvidersSettings(Map<Vendor, Set<String>> keys) {
    this.keys = keys;
  }

  /** Reads a list like {@code openai=sk-1,openai=sk-2,anthropic=sk-ant-1}. */
  public static ProvidersSettings of(String list) {
    Map<Vendor, Set<String>> keys = new EnumMap<>(Vendor.class);
    for (String pair : list.isBlank() ? new String[0] : list.split(",", -1)) {
      int equals = pair.indexOf('=');
      String word = equals < 0 ? pair.strip() : pair.substring(0, equals).strip();
      String key = equals < 0 ? "" : pair.substring(equals + 1).strip();
      Vendor vendor =
          Vendor.ofWord(word)
              .orElseThrow(
                  () -> new IllegalArgumentException("a key names the vendor '" + word + "'"));
      if (key.isEmpty()) {
        throw new IllegalArgumentException("a key of " + word + " is empty; write vendor=key");
      }
      keys.computeIfAbsent(vendor, v -> new HashSet<>()).add(key);
    }
    return new ProvidersSettings(keys);
  }

  boolean letsIn(Vendor vendor, String key) {
    return keys.getOrDefault(vendor, Set.of()).contains(key);
  }
}
