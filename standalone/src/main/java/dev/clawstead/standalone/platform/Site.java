package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.port.Ports;
import dev.clawstead.standalone.state.Installation;
import dev.clawstead.standalone.state.StateDirectory;
import java.nio.file.Path;
import java.util.Map;

/** Everything a part needs to know of where and as what it runs. */
public record Site(StateDirectory state, Installation installation, Tools tools) {

  /** What the launcher found or made: a folder for what can be made again, programs, images. */
  public record Tools(Path cache, Path programs, Path temporal, Map<String, Image> images) {

    /** The image the launcher built under this name. */
    public Image image(String name) {
      Image image = images.get(name);
      if (image == null) {
        throw new IllegalArgumentException("the launcher named no image " + name);
      }
      return image;
    }
  }

  /** An image by its reference and, where nodes need to load it, the archive it is in. */
  public record Image(String reference, String archive) {}

  /** The installation's ports. */
  public Ports ports() {
    return new Ports(installation.options().portBase());
  }

  /** The console's and the API's URL. */
  public String apiUrl() {
    return "http://127.0.0.1:" + ports().api();
  }
}
