package dev.clawstead.simulators.hetzner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.http.Wire.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingTest {

  @TempDir private Path directory;
  private Hetzner hetzner;

  @BeforeEach
  void open() {
    hetzner = new Hetzner(directory);
  }

  @AfterEach
  void close() {
    hetzner.close();
  }

  @Test
  void comesInPagesOf25AndAtMost50() throws IOException {
    for (int i = 0; i < 60; i++) {
      volume("v" + i, "{}");
    }

    Reply first = hetzner.get("/volumes");
    assertThat(first.body().at("/volumes")).hasSize(25);
    assertThat(first.text("/meta/pagination/next_page")).isEqualTo("2");
    assertThat(first.body().at("/meta/pagination/previous_page").isNull()).isTrue();
    assertThat(first.text("/meta/pagination/last_page")).isEqualTo("3");
    assertThat(first.text("/meta/pagination/total_entries")).isEqualTo("60");
    assertThat(hetzner.get("/volumes?per_page=100").body().at("/volumes")).hasSize(50);
    Reply last = hetzner.get("/volumes?page=2&per_page=50");
    assertThat(last.body().at("/volumes")).hasSize(10);
    assertThat(last.body().at("/meta/pagination/next_page").isNull()).isTrue();
    assertThat(hetzner.get("/volumes?page=0").text("/error/code")).isEqualTo("invalid_input");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "env==prod                 | a",
        "env=prod                  | a",
        "env!=prod                 | b c",
        "env                       | a b",
        "!env                      | c",
        "env in (prod,dev)         | a b",
        "env notin (prod)          | b c",
        "env,tier==web             | b",
        "env in (prod, dev),!tier  | a",
      })
  void isSelectedByLabels(String selector, String names) throws IOException {
    volume("a", "{'env': 'prod'}");
    volume("b", "{'env': 'dev', 'tier': 'web'}");
    volume("c", "{}");

    String query = URLEncoder.encode(selector, StandardCharsets.UTF_8);
    assertThat(names(hetzner.get("/volumes?label_selector=" + query)))
        .isEqualTo(List.of(names.split(" ")));
  }

  @Test
  void refusesASelectorThatIsNone() throws IOException {
    assertThat(hetzner.get("/volumes?label_selector=a%3D%3D%2C").text("/error/code"))
        .isEqualTo("invalid_input");
  }

  @Test
  void isFoundByExactNameAndSorted() throws IOException {
    volume("b", "{}");
    volume("a", "{}");

    assertThat(names(hetzner.get("/volumes?name=a"))).containsExactly("a");
    assertThat(names(hetzner.get("/volumes?name=A"))).isEmpty();
    assertThat(names(hetzner.get("/volumes"))).containsExactly("b", "a");
    assertThat(names(hetzner.get("/volumes?sort=name"))).containsExactly("a", "b");
    assertThat(names(hetzner.get("/volumes?sort=name:desc"))).containsExactly("b", "a");
    assertThat(hetzner.get("/volumes?sort=size").text("/error/code")).isEqualTo("invalid_input");
  }

  @Test
  void replacesTheWholeSetOfLabels() throws IOException {
    volume("a", "{'old': '1'}");
    String id = hetzner.get("/volumes").text("/volumes/0/id");

    Reply changed = hetzner.send("PUT", "/volumes/" + id, "{'labels': {'new': '2'}}");

    assertThat(changed.body().at("/volume/labels").toString()).isEqualTo("{\"new\":\"2\"}");
    assertThat(changed.text("/volume/name")).isEqualTo("a");
  }

  private void volume(String name, String labels) throws IOException {
    Reply made =
        hetzner.post(
            "/volumes",
            "{'name': '%s', 'size': 10, 'location': 'fsn1', 'labels': %s}".formatted(name, labels));
    assertThat(made.status()).isEqualTo(201);
  }

  private static List<String> names(Reply reply) {
    List<String> names = new ArrayList<>();
    for (JsonNode row : reply.body().path("volumes")) {
      names.add(row.path("name").asText());
    }
    return names;
  }
}
