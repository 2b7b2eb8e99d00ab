package dev.clawstead.activities.cloudflare;

import static dev.clawstead.db.generated.Tables.EFFECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clawstead.db.Database;
import dev.clawstead.db.TestDatabase;
import io.temporal.failure.ApplicationFailure;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudflareActivitiesTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final Database database = TestDatabase.create();
  private final MockWebServer server = new MockWebServer();
  private final Zone zone = new Zone();
  private CloudflareActivities cloudflare;

  @BeforeEach
  void start() throws Exception {
    server.setDispatcher(zone);
    server.start();
    cloudflare =
        new CloudflareActivitiesImpl(
            database.sql(),
            new CloudflareSettings(
                "http://127.0.0.1:" + server.getPort(),
                "secret-token",
                "zone1",
                "agents.example.org",
                "203.0.113.9"));
  }

  @AfterEach
  void close() {
    server.close();
    database.close();
  }

  @Test
  void makesOneWildcardHoweverOftenItIsAsked() {
    cloudflare.ensureWildcard("fsn1");
    cloudflare.ensureWildcard("fsn1");

    assertThat(zone.records).hasSize(1);
    ObjectNode record = zone.records.values().iterator().next();
    assertThat(record.get("name").asText()).isEqualTo("*.agents.example.org");
    assertThat(record.get("type").asText()).isEqualTo("A");
    assertThat(record.get("content").asText()).isEqualTo("203.0.113.9");
    assertThat(record.get("comment").asText())
        .isEqualTo("clawstead effect " + database.sql().fetchSingle(EFFECTS).getId());
  }

  @Test
  void aLostAnswerIsAdoptedAndNothingIsDoubled() {
    zone.losesNext = true;
    assertThatThrownBy(() -> cloudflare.ensureWildcard("fsn1"))
        .isInstanceOf(ApplicationFailure.class);

    cloudflare.ensureWildcard("fsn1");

    assertThat(zone.records).hasSize(1);
    assertThat(database.sql().fetchSingle(EFFECTS).getState()).isEqualTo("present");
  }

  @Test
  void aRecordOfThatNameThatIsNotOursIsLeftAlone() {
    zone.put("*.agents.example.org", "198.51.100.1", "by hand");

    assertThatThrownBy(() -> cloudflare.ensureWildcard("fsn1"))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(e -> assertThat(e.getType()).isEqualTo("CloudflareNameTakenByOthers"))
        .satisfies(e -> assertThat(e.isNonRetryable()).isTrue());
    assertThat(zone.records).hasSize(1);
  }

  @Test
  void removesItsOwnAndNothingTwice() {
    cloudflare.removeWildcard("fsn1");
    cloudflare.ensureWildcard("fsn1");

    cloudflare.removeWildcard("fsn1");
    cloudflare.removeWildcard("fsn1");

    assertThat(zone.records).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, 9005,  CloudflareRejected,    true",
    "403, 10000, CloudflareRejected,    true",
    "429, 971,   CloudflareUnavailable, false",
    "500, 1,     CloudflareUnavailable, false",
    "503, 0,     CloudflareUnavailable, false",
    "400, 81057, EffectUnresolved,      false",
    "400, 81058, EffectUnresolved,      false",
  })
  void saysWhatEachRefusalMeans(int status, int code, String type, boolean isFinal) {
    zone.refuse(status, code);

    assertThatThrownBy(() -> cloudflare.ensureWildcard("fsn1"))
        .asInstanceOf(InstanceOfAssertFactories.type(ApplicationFailure.class))
        .satisfies(
            e -> {
              assertThat(e.getType()).isEqualTo(type);
              assertThat(e.isNonRetryable()).isEqualTo(isFinal);
            });
  }

  /** One zone's records, with scripted faults. */
  private static final class Zone extends Dispatcher {
    final Map<String, ObjectNode> records = new TreeMap<>();
    boolean losesNext;
    private int status;
    private int code;

    void refuse(int withStatus, int withCode) {
      status = withStatus;
      code = withCode;
    }

    ObjectNode put(String name, String content, String comment) {
      String id = "r" + records.size();
      ObjectNode record = JSON.createObjectNode();
      record.put("id", id).put("type", "A").put("name", name);
      record.put("content", content).put("comment", comment);
      records.put(id, record);
      return record;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      boolean isLost = losesNext && request.getMethod().equals("POST");
      MockResponse.Builder answer = answer(request);
      if (isLost) {
        losesNext = false;
        answer.onResponseStart(new SocketEffect.CloseSocket());
      }
      return answer.build();
    }

    private MockResponse.Builder answer(RecordedRequest request) {
      String path = request.getUrl().encodedPath();
      String id = path.substring(path.lastIndexOf('/') + 1);
      String name = request.getUrl().queryParameter("name");
      return switch (request.getMethod()) {
        case "POST" ->
            status == 0 ? create(Objects.requireNonNull(request.getBody()).utf8()) : error();
        case "DELETE" -> {
          records.remove(id);
          yield ok(JSON.createObjectNode().put("id", id));
        }
        default -> {
          var found = JSON.createArrayNode();
          records.values().stream()
              .filter(r -> r.get("name").asText().equals(name))
              .forEach(found::add);
          yield name == null ? ok(Objects.requireNonNull(records.get(id))) : ok(found);
        }
      };
    }

    private MockResponse.Builder create(String body) {
      try {
        JsonNode sent = JSON.readTree(body);
        return ok(
            put(
                sent.get("name").asText(),
                sent.get("content").asText(),
                sent.get("comment").asText()));
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private MockResponse.Builder error() {
      return new MockResponse.Builder()
          .code(status)
          .body(
              "{\"success\": false, \"errors\": [{\"code\": "
                  + code
                  + ", \"message\": \"no\"}], \"result\": null}");
    }

    private static MockResponse.Builder ok(JsonNode result) {
      ObjectNode body = JSON.createObjectNode().put("success", true);
      body.set("result", result);
      return new MockResponse.Builder().body(body.toString());
    }
  }
}
