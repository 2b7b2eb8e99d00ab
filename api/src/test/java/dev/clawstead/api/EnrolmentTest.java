package dev.clawstead.api;

import static dev.clawstead.db.generated.Tables.NODES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clawstead.db.Database;
import dev.clawstead.domain.UuidV7;
import dev.clawstead.secrets.Tokens;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EnrolmentTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Stand stand = Stand.up();
  private final DSLContext db = stand.bean(Database.class).sql();
  private final UUID node = node("10.0.0.7");
  private final String token = stand.secret().enrolToken(node);

  @Test
  void aNodeGetsItsCertificateAndItsAddress() throws Exception {
    HttpResponse<String> answer = enrol(node, token, request(newKey()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().split("BEGIN CERTIFICATE", -1)).hasSize(3);
    assertThat(answer.headers().firstValue("X-Clawstead-Address")).contains("10.0.0.7");
    assertThat(db.fetchSingle(NODES, NODES.ID.eq(node)).getEnrolledAt()).isNotNull();
  }

  @Test
  void aLostAnswerCanBeAskedForAgainButNotByAnotherKey() throws Exception {
    String csr = request(newKey());
    HttpResponse<String> first = enrol(node, token, csr);

    assertThat(enrol(node, token, csr).body()).isEqualTo(first.body());
    assertThat(enrol(node, token, request(newKey())).statusCode()).isEqualTo(403);
  }

  @Test
  void theTokenIsVoidAfterTheFirstContact() throws Exception {
    String csr = request(newKey());
    enrol(node, token, csr);
    db.update(NODES)
        .set(NODES.CONTACTED_AT, OffsetDateTime.now(ZoneOffset.UTC))
        .where(NODES.ID.eq(node))
        .execute();

    assertThat(enrol(node, token, csr).statusCode()).isEqualTo(403);
  }

  @Test
  void anExpiredOrWrongTokenIsRefused() throws Exception {
    String csr = request(newKey());
    assertThat(enrol(node, "cse_wrong", csr).statusCode()).isEqualTo(403);
    assertThat(enrol(UuidV7.next(), token, csr).statusCode()).isEqualTo(403);
    db.update(NODES)
        .set(NODES.ENROL_EXPIRES_AT, OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(1))
        .where(NODES.ID.eq(node))
        .execute();

    assertThat(enrol(node, token, csr).statusCode()).isEqualTo(403);
  }

  @Test
  void aNodeWhoseAddressIsNotKnownYetAsksAgain() throws Exception {
    UUID early = node(null);

    assertThat(enrol(early, stand.secret().enrolToken(early), request(newKey())).statusCode())
        .isEqualTo(425);
  }

  @Test
  void whatIsNoRequestIsRefused() throws Exception {
    assertThat(enrol(node, token, "hello").statusCode()).isEqualTo(400);
    assertThat(enrol(node, token, "x".repeat(20_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void nothingElseAnswersThere() throws Exception {
    for (String path : new String[] {"/", "/healthz", "/api/v1/options", "/enrol/v1/nodes/x"}) {
      HttpRequest request = HttpRequest.newBuilder(address(path)).GET().build();
      assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(404);
    }
  }

  private HttpResponse<String> enrol(UUID id, String withToken, String csr) throws Exception {
    String form =
        "token="
            + URLEncoder.encode(withToken, StandardCharsets.UTF_8)
            + "&csr="
            + URLEncoder.encode(csr, StandardCharsets.UTF_8);
    return HTTP.send(
        HttpRequest.newBuilder(address("/enrol/v1/nodes/" + id))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + stand.enrolmentPort() + path);
  }

  private UUID node(@Nullable String address) {
    UUID id = UuidV7.next();
    db.insertInto(NODES)
        .set(NODES.ID, id)
        .set(NODES.REGION, "fsn1")
        .set(NODES.IMAGE, "agent-lite")
        .set(NODES.STATE, "enrolling")
        .set(NODES.ADDRESS, address)
        .set(NODES.ENROL_TOKEN_HASH, Tokens.hash(stand.secret().enrolToken(id)))
        .set(NODES.ENROL_EXPIRES_AT, OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(15))
        .execute();
    return id;
  }

  private static KeyPair newKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static String request(KeyPair pair) throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(
          new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=x"), pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }
    return text.toString();
  }
}
