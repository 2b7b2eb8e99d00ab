package dev.clawstead.simulators.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clawstead.simulators.http.Wire;
import dev.clawstead.simulators.http.Wire.Reply;
import dev.clawstead.simulators.state.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudflareApiTest {

  private static final String A =
      "{'type': 'A', 'name': 'www', 'content': '203.0.113.7', 'ttl': 1}";

  @TempDir private Path directory;
  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private Wire wire;
  private String records;

  @BeforeEach
  void open() throws IOException {
    wire = wire(1200);
    String zone = wire.get("/client/v4/zones?name=agents.localhost").text("/result/0/id");
    records = "/client/v4/zones/" + zone + "/dns_records";
  }

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void keepsARecordUnderItsFullName() throws IOException {
    Reply made = wire.post(records, A);

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.text("/success")).isEqualTo("true");
    assertThat(made.text("/result/name")).isEqualTo("www.agents.localhost");
    assertThat(made.text("/result/proxied")).isEqualTo("false");
    assertThat(wire.get(records + "/" + made.text("/result/id")).body().path("result"))
        .isEqualTo(made.body().path("result"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type': 'A', 'name': 'www', 'content': '203.0.113.7', 'ttl': 1}          | 81058",
        "{'type': 'A', 'name': 'www', 'content': '203.0.113.7', 'ttl': 120}        | 81057",
        "{'type': 'CNAME', 'name': 'www', 'content': 'example.com', 'ttl': 1}      | 81053",
        "{'type': 'A', 'name': 'alias', 'content': '203.0.113.7', 'ttl': 1}        | 81054",
        "{'type': 'A', 'name': 'new', 'content': '203.0.113.256', 'ttl': 1}        | 9005",
        "{'type': 'AAAA', 'name': 'new', 'content': '203.0.113.1', 'ttl': 1}       | 9006",
        "{'type': 'A', 'name': 'new', 'content': '203.0.113.1', 'ttl': 5}          | 9021",
        "{'type': 'A', 'name': 'n w', 'content': '203.0.113.1', 'ttl': 1}          | 9000",
        "{'type': 'X', 'name': 'new', 'content': '203.0.113.1', 'ttl': 1}          | 9001",
        "{'type': 'A', 'name': 'new', 'content': '10.0.0.1', 'proxied': true}      | 9003",
        "{'type': 'TXT', 'name': 'new', 'content': 'x', 'proxied': true}           | 9004",
        "{'type': 'A', 'name': 7, 'content': '203.0.113.1'}                        | 9207",
        "no json                                                                   | 9207",
      })
  void refusesWithTheVendorsCode(String body, int code) throws IOException {
    wire.post(records, A);
    wire.post(records, "{'type': 'CNAME', 'name': 'alias', 'content': 'example.com', 'ttl': 1}");

    Reply refused = wire.post(records, body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/success")).isEqualTo("false");
    assertThat(refused.body().at("/errors/0/code").asInt()).isEqualTo(code);
    assertThat(names("")).hasSize(2);
  }

  @Test
  void allowsASecondAddressUnderOneName() throws IOException {
    wire.post(records, A);

    assertThat(wire.post(records, A.replace(".7", ".8")).status()).isEqualTo(200);
  }

  @Test
  void resetsByPutAndKeepsByPatch() throws IOException {
    String id =
        wire.post(records, A.replace("}", ", 'comment': 'mine', 'proxied': true}"))
            .text("/result/id");

    Reply patched = wire.send("PATCH", records + "/" + id, "{'content': '203.0.113.8'}");
    assertThat(patched.text("/result/comment")).isEqualTo("mine");
    assertThat(patched.text("/result/proxied")).isEqualTo("true");
    Reply put = wire.send("PUT", records + "/" + id, A);
    assertThat(put.body().at("/result/comment").isNull()).isTrue();
    assertThat(put.text("/result/proxied")).isEqualTo("false");
  }

  @ParameterizedTest
  @CsvSource({
    "?name=www.agents.localhost, 2",
    "?name.exact=www.agents.localhost, 2",
    "?name.exact=www.agents.localhost&content.exact=203.0.113.8, 1",
    "?name.startswith=api, 1",
    "?name=api.agents.localhost&content=203.0.113.8&match=any, 2",
    "?type=TXT, 1",
    "?comment.exact=mine, 1",
    "?comment.present=, 1",
    "?comment.absent=true, 3",
    "?name=nothing.agents.localhost, 0",
  })
  void findsRecords(String query, int count) throws IOException {
    wire.post(records, A);
    wire.post(records, A.replace(".7", ".8"));
    wire.post(records, A.replace("www", "api").replace("}", ", 'comment': 'mine'}"));
    wire.post(records, "{'type': 'TXT', 'name': 'text', 'content': 'x', 'ttl': 1}");

    assertThat(names(query)).hasSize(count);
  }

  @Test
  void comesInPages() throws IOException {
    for (int i = 0; i < 5; i++) {
      wire.post(records, A.replace("www", "w" + i));
    }

    Reply page = wire.get(records + "?per_page=2&page=3");

    assertThat(page.body().path("result")).hasSize(1);
    assertThat(page.body().path("result_info").toString())
        .isEqualTo("{\"page\":3,\"per_page\":2,\"count\":1,\"total_count\":5,\"total_pages\":3}");
  }

  @Test
  void appliesABatchInTheVendorsOrder() throws IOException {
    String id = wire.post(records, A).text("/result/id");

    // The post is allowed only because the delete of the same record comes first.
    Reply batch =
        wire.post(
            records + "/batch", "{'posts': [%s], 'deletes': [{'id': '%s'}]}".formatted(A, id));

    assertThat(batch.status()).isEqualTo(200);
    assertThat(batch.text("/result/deletes/0/id")).isEqualTo(id);
    assertThat(batch.text("/result/posts/0/id")).isNotEqualTo(id);
    assertThat(names("")).hasSize(1);
  }

  @Test
  void undoesAWholeBatchForOneError() throws IOException {
    String id = wire.post(records, A).text("/result/id");

    Reply refused =
        wire.post(
            records + "/batch",
            "{'deletes': [{'id': '%s'}], 'posts': [%s, {'type': 'A'}]}".formatted(id, A));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(wire.get(records + "/" + id).status()).isEqualTo(200);
    assertThat(names("")).hasSize(1);
  }

  @Test
  void saysThatARecordIsNotThere() throws IOException {
    Reply missing = wire.send("DELETE", records + "/" + "0".repeat(32), "");

    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.text("/errors/0/code")).isEqualTo("81044");
  }

  @Test
  void makesAndRemovesZones() throws IOException {
    Reply made = wire.post("/client/v4/zones", "{'name': 'example.com', 'type': 'full'}");
    assertThat(made.text("/result/status")).isEqualTo("active");
    Reply again = wire.post("/client/v4/zones", "{'name': 'example.com'}");
    assertThat(again.text("/errors/0/code")).isEqualTo("1061");

    String zone = "/client/v4/zones/" + made.text("/result/id");
    wire.post(zone + "/dns_records", A);
    assertThat(wire.send("DELETE", zone, "").status()).isEqualTo(200);
    assertThat(wire.get(zone).text("/errors/0/code")).isEqualTo("10000");
    assertThat(wire.get("/truth").body().at("/dns_records")).isEmpty();
    assertThat(wire.get("/client/v4/zones/x").text("/errors/0/code")).isEqualTo("7003");
  }

  @ParameterizedTest
  @CsvSource({
    "'', /zones, 400, 9106",
    "Basic x, /zones, 400, 6003",
    "Bearer wrong, /zones, 403, 10000",
    "Bearer wrong, /user/tokens/verify, 401, 1000",
  })
  void letsNobodyInWithoutTheToken(String authorization, String path, int status, int code)
      throws IOException {
    Reply refused = wire.sendAs(authorization, "GET", "/client/v4" + path, "");

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.body().at("/errors/0/code").asInt()).isEqualTo(code);
  }

  @Test
  void verifiesTheToken() throws IOException {
    assertThat(wire.get("/client/v4/user/tokens/verify").text("/result/status"))
        .isEqualTo("active");
  }

  @Test
  void blocksFiveMinutesWhoeverAsksTooOften() throws IOException {
    try (Wire small = wire(2)) {
      assertThat(small.get("/client/v4/zones").raw().headers().firstValue("Ratelimit"))
          .hasValue("\"default\";r=1;t=300");
      small.get("/client/v4/zones");
      now = now.plus(Duration.ofMinutes(4));

      Reply refused = small.get("/client/v4/zones");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.raw().headers().firstValue("Retry-After")).hasValue("300");
      now = now.plus(Duration.ofMinutes(4));
      assertThat(small.get("/client/v4/zones").status()).isEqualTo(429);
      now = now.plus(Duration.ofMinutes(1));
      assertThat(small.get("/client/v4/zones").status()).isEqualTo(200);
    }
  }

  @Test
  void remembersAcrossProcesses() throws IOException {
    String id = wire.post(records, A).text("/result/id");

    try (Wire second = wire(1200)) {
      assertThat(second.get(records + "/" + id).text("/result/content")).isEqualTo("203.0.113.7");
    }
  }

  private Wire wire(int requests) {
    InstantSource clock = () -> now;
    return new Wire(
        new CloudflareApi(
            new CloudflareSettings("token", "agents.localhost", requests),
            StateFile.open(directory.resolve("cloudflare.json")),
            clock),
        "token");
  }

  private List<String> names(String query) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode record : wire.get(records + query).body().path("result")) {
      names.add(record.path("name").asText());
    }
    return names;
  }
}
