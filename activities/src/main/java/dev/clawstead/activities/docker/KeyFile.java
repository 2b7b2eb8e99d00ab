package dev.clawstead.activities.docker;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What a cell is told about itself, in a file that only its own user reads. */
@JsonPropertyOrder({"cellId", "slug", "key", "origin", "gatewayUrl", "modelKey"})
record KeyFile(
    UUID cellId, String slug, String key, String origin, String gatewayUrl, String modelKey) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int OWNER = 1000;
  private static final int DIRECTORY_MODE = 0700;
  private static final int FILE_MODE = 0600;

  /** A tar of {@code .clawstead/cell.json}, to be unpacked in the image's state directory. */
  InputStream asTar() {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      // The volume's root itself: a volume that is new belongs to root.
      directory(tar, "./");
      directory(tar, ".clawstead/");
      file(tar, ".clawstead/cell.json", JSON.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings is always JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static void directory(TarArchiveOutputStream tar, String name) throws IOException {
    var entry = new TarArchiveEntry(name, true);
    entry.setMode(DIRECTORY_MODE);
    entry.setIds(OWNER, OWNER);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setMode(FILE_MODE);
    entry.setIds(OWNER, OWNER);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Override
  public String toString() {
    return "KeyFile[" + cellId + "]";
  }
}
