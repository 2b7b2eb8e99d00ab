package dev.clawstead.api.model;

import dev.clawstead.api.settings.ApiSettings;
import dev.clawstead.db.Database;
import dev.clawstead.db.catalogue.Catalogues;
import dev.clawstead.db.catalogue.ProviderKeys;
import dev.clawstead.db.catalogue.ProviderKeys.NewKey;
import dev.clawstead.secrets.PlatformSecret;
import dev.clawstead.secrets.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gives a new installation the models of its file; one that has models keeps them. */
@Component
public class FirstCatalogue {

  private static final String KEY_NAME = "from the file";
  private static final int HINT_LETTERS = 4;

  private final ApiSettings settings;
  private final Catalogues catalogues;
  private final ProviderKeys keys;
  private final Vault vault;

  FirstCatalogue(ApiSettings settings, Database database, PlatformSecret secret) {
    this.settings = settings;
    this.catalogues = new Catalogues(database.sql());
    this.keys = new ProviderKeys(database.sql());
    this.vault = new Vault(secret);
  }

  /** Reads the file, if one is named and there is no provider yet. */
  public void ensure() {
    Path file = settings.modelsFile();
    if (file == null || !catalogues.load().providers().isEmpty()) {
      return;
    }
    try {
      ModelsFile models = ModelsFile.read(file);
      catalogues.replace(models.catalogue());
      for (Map.Entry<String, String> key : models.keys().entrySet()) {
        add(key.getKey(), key.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String provider, String secret) {
    UUID id = NewKey.nextId();
    String hint = secret.substring(Math.max(0, secret.length() - HINT_LETTERS));
    keys.add(
        new NewKey(id, provider, null, KEY_NAME, vault.seal(Vault.PLATFORM, id, secret), hint, 1));
  }
}
