package dev.clawstead.standalone.platform;

import dev.clawstead.standalone.part.Part;
import dev.clawstead.standalone.part.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Temporal's dev server, on a file. */
final class Temporal {

  private static final List<String> SEARCH_ATTRIBUTES =
      List.of("AccountId", "InstanceId", "NodeId", "Region", "State");

  private Temporal() {}

  static Part part(Site site) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                site.tools().temporal().toString(),
                "server",
                "start-dev",
                "--db-filename",
                site.state().folder("temporal").resolve("temporal.db").toString(),
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(site.ports().temporal()),
                "--ui-port",
                Integer.toString(site.ports().temporalUi()),
                "--log-level",
                "warn"));
    SEARCH_ATTRIBUTES.forEach(
        name -> command.addAll(List.of("--search-attribute", name + "=Keyword")));
    return new Part(
        "temporal",
        Part.Run.behind(command, Map.of("HOME", site.state().folder("temporal").toString())),
        () -> hasSearchAttributes(site.ports().temporalUi()),
        new Part.Stop("TERM", Duration.ofSeconds(15)));
  }

  /** The UI asks the server, and workflows need the attributes from their first task on. */
  private static boolean hasSearchAttributes(int uiPort) throws InterruptedException {
    URI uri =
        URI.create("http://127.0.0.1:" + uiPort + "/api/v1/namespaces/default/search-attributes");
    try {
      HttpResponse<String> answer =
          Probe.CLIENT.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          && SEARCH_ATTRIBUTES.stream()
              .allMatch(name -> answer.body().contains("\"" + name + "\""));
    } catch (IOException e) {
      return false;
    }
  }
}
