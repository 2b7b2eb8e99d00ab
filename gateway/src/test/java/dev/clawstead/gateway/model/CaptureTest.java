package dev.clawstead.gateway.model;

import static dev.clawstead.db.generated.Tables.ATTEMPTS;
import static dev.clawstead.db.generated.Tables.CAPTURES;
import static dev.clawstead.db.generated.Tables.CONTENTS;
import static dev.clawstead.db.generated.Tables.INSTANCES;
import static dev.clawstead.gateway.model.ModelStand.ANSWER;
import static dev.clawstead.gateway.model.ModelStand.CHAT;
import static dev.clawstead.gateway.model.ModelStand.HELLO;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.capture.Captures;
import dev.clawstead.db.generated.tables.records.ContentsRecord;
import dev.clawstead.gateway.Client;
import dev.clawstead.gateway.Client.Answer;
import dev.clawstead.gateway.Stage;
import dev.clawstead.gateway.Wait;
import dev.clawstead.secrets.ContentPart;
import dev.clawstead.secrets.ContentVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of calls whose owner wishes it, and of those whose owner does not. */
class CaptureTest {

  private final ModelStand stand;
  private final DSLContext sql;
  private final UUID account;
  private final ContentVault vault = new ContentVault(Stage.SECRET);

  CaptureTest() throws IOException {
    stand = ModelStand.set();
    sql = stand.stage.database.sql();
    account =
        sql.select(INSTANCES.ACCOUNT_ID)
            .from(INSTANCES)
            .where(INSTANCES.ID.eq(stand.agent.instance()))
            .fetchSingle(INSTANCES.ACCOUNT_ID);
  }

  @AfterEach
  void close() throws IOException {
    stand.close();
  }

  @Test
  void nothingIsKeptUnlessItsOwnerWishesIt() throws Exception {
    stand.provider.answers(200, ANSWER);

    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);

    stand.recorded(1);
    assertThat(sql.fetchCount(CONTENTS)).isZero();
  }

  @Test
  void whatWasSaidAndHeardIsKeptSealedUnderItsAttempt() throws Exception {
    wish();
    stand.provider.answers(200, ANSWER.replace("Hi", "a-secret-answer"));

    stand.ask(CHAT, HELLO.replace("Hello", "a-secret-question"));

    ContentsRecord kept = kept();
    assertThat(kept.getAttemptId()).isEqualTo(lastAttempt());
    assertThat(opened(kept, ContentPart.REQUEST))
        .isEqualTo(HELLO.replace("Hello", "a-secret-question"));
    assertThat(opened(kept, ContentPart.RESPONSE))
        .isEqualTo(ANSWER.replace("Hi", "a-secret-answer"));
    assertThat(kept.getTruncated()).isFalse();
    assertThat(new String(kept.getRequest(), ISO_8859_1)).doesNotContain("secret");
    assertThat(new String(kept.getResponse(), ISO_8859_1)).doesNotContain("secret");
    assertThat(everythingWritten()).doesNotContain("a-secret");
    assertThat(figures()).contains("{outcome=\"kept\"}").doesNotContain("a-secret");
  }

  @Test
  void aStreamIsKeptAsItWasHeardAndNoKeyWithIt() throws Exception {
    wish();
    stand.provider.streams(
        "{\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}",
        "{\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}",
        "[DONE]");

    Answer answer = stand.ask(CHAT, HELLO.replace("{\"model\"", "{\"stream\":true,\"model\""));

    ContentsRecord kept = kept();
    assertThat(opened(kept, ContentPart.RESPONSE)).isEqualTo(answer.body()).contains("[DONE]");
    assertThat(opened(kept, ContentPart.REQUEST) + opened(kept, ContentPart.RESPONSE))
        .doesNotContain("sk-one", "csm_", "Authorization");
  }

  @Test
  void ofAVeryLongCallTheBeginningIsKept() throws Exception {
    wish();
    stand.provider.answers(200, "{\"input_tokens\":9,\"x\":\"" + "x".repeat(300_000) + "\"}");

    // Counting is free: no budget stands in the way of a prompt of this size.
    stand.ask(
        "/v1/messages/count_tokens",
        HELLO.replace("smart", "poet").replace("Hello", "y".repeat(300_000)));

    ContentsRecord kept = kept();
    assertThat(kept.getTruncated()).isTrue();
    assertThat(opened(kept, ContentPart.REQUEST)).hasSize(256 * 1024).endsWith("yyy");
    assertThat(opened(kept, ContentPart.RESPONSE)).hasSize(256 * 1024).endsWith("xxx");
  }

  @Test
  void whatAProviderRefusedIsKeptWithTheErrorTheAgentHeard() throws Exception {
    wish();
    stand.provider.answers(400, "{\"error\":{\"message\":\"no such tool\"}}");

    Answer answer = stand.ask(CHAT, HELLO);

    assertThat(answer.status()).isEqualTo(400);
    ContentsRecord kept = kept();
    assertThat(kept.getAttemptId()).isEqualTo(lastAttempt());
    assertThat(opened(kept, ContentPart.RESPONSE)).isEqualTo(answer.body());
  }

  @Test
  void aCallThatNoProviderWasAskedForIsNotKept() throws Exception {
    wish();
    assertThat(stand.ask(CHAT, HELLO.replace("smart", "nobody-knows")).status()).isEqualTo(404);
    stand.provider.answers(200, ANSWER);
    stand.ask(CHAT, HELLO);

    assertThat(opened(kept(), ContentPart.REQUEST)).isEqualTo(HELLO);
    assertThat(sql.fetchCount(CONTENTS)).isEqualTo(1);
  }

  @Test
  void onceTheWishIsDeletedNothingIsKeptAnyMore() throws Exception {
    wish();
    new Captures(sql).delete(stand.agent.instance());
    stand.provider.answers(200, ANSWER);

    assertThat(stand.ask(CHAT, HELLO).status()).isEqualTo(200);

    lastAttempt();
    assertThat(sql.fetchCount(CONTENTS)).isZero();
    assertThat(sql.fetchCount(CAPTURES)).isZero();
  }

  /** The owner's wish, known to the gateway. */
  private void wish() {
    sql.transaction(
        tx ->
            assertThat(
                    new Captures(tx.dsl())
                        .keep(
                            stand.agent.instance(),
                            vault.publicKey(account),
                            Instant.now().plus(Duration.ofHours(1))))
                .isTrue());
    Wait.until(
        () -> {
          stand.provider.answers(200, ANSWER);
          stand.ask(CHAT, HELLO);
          return sql.fetchCount(CONTENTS) > 0;
        });
    // What else was said until then is there once it has been counted.
    int calls = stand.provider.asked.size();
    Wait.until(() -> sql.fetchCount(ATTEMPTS) >= calls);
    Wait.until(() -> figures().contains("clawstead_model_content_bytes 0.0\n"));
    sql.deleteFrom(CONTENTS).execute();
    stand.provider.forget();
  }

  private ContentsRecord kept() {
    Wait.until(() -> sql.fetchCount(CONTENTS) > 0);
    return sql.selectFrom(CONTENTS).fetchSingle();
  }

  /** The attempt of the one call since the provider forgot. */
  private UUID lastAttempt() {
    UUID id = UUID.fromString(stand.provider.asked.getLast().header("X-Clawstead-Attempt"));
    Wait.until(() -> sql.fetchExists(ATTEMPTS, ATTEMPTS.ID.eq(id)));
    return id;
  }

  private String opened(ContentsRecord kept, ContentPart part) throws Exception {
    byte[] sealed = part == ContentPart.REQUEST ? kept.getRequest() : kept.getResponse();
    return new String(vault.open(account, part, kept.getAttemptId(), sealed), UTF_8);
  }

  private String everythingWritten() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(stand.stage.folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, ISO_8859_1));
      }
    }
    return all.toString();
  }

  private String figures() throws IOException {
    try (Client client = stand.stage.metricsClient()) {
      return client.get("metrics", "/metrics").body();
    }
  }
}
