package dev.clawstead.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformCaTest {

  private static final String ADDRESS = "127.0.0.1";

  @TempDir Path dir;

  @Test
  void everyProcessThatOpensTheDirectoryGetsTheSameAuthority() throws Exception {
    List<PlatformCa> opened = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<java.util.concurrent.Future<PlatformCa>>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> PlatformCa.open(dir)));
      }
      for (var one : all) {
        opened.add(one.get());
      }
    }
    assertThat(opened)
        .extracting(PlatformCa::certificatePem)
        .containsOnly(Files.readString(dir.resolve("ca.crt")));
  }

  @Test
  void nobodyElseMayReadTheKey() throws IOException {
    PlatformCa.open(dir);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("ca.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void certifiesTheNodeAtItsAddressesAndGrantsNothingElse() throws Exception {
    PlatformCa ca = PlatformCa.open(dir);
    KeyPair node = Certificates.newKeyPair();
    X509Certificate signed =
        Pem.certificate(
            ca.sign(request(node, "CN=admin,O=root"), "node-7", List.of(ADDRESS, "cs-1-n-7")));

    assertThat(signed.getSubjectX500Principal().getName()).isEqualTo("CN=node-7");
    assertThat(signed.getSubjectAlternativeNames()).hasSize(2);
    assertThat(signed.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(signed.getBasicConstraints()).isEqualTo(-1);
    signed.verify(Pem.certificate(ca.certificatePem()).getPublicKey());
  }

  @Test
  void refusesWhatIsNoRequestOrIsSignedByAnotherKey() throws Exception {
    PlatformCa ca = PlatformCa.open(dir);
    KeyPair claimed = Certificates.newKeyPair();
    KeyPair held = Certificates.newKeyPair();
    String stolen = request(new KeyPair(claimed.getPublic(), held.getPrivate()), "CN=x");

    for (String csr : List.of("", "hello", ca.certificatePem(), stolen)) {
      assertThatThrownBy(() -> ca.sign(csr, "node-7", List.of(ADDRESS)))
          .isInstanceOf(BadSigningRequestException.class);
    }
  }

  @Test
  void clientAndNodeMeetOverMutualTlsAndAStrangerDoesNot() throws Exception {
    PlatformCa ca = PlatformCa.open(dir);
    KeyPair node = Certificates.newKeyPair();
    X509Certificate certificate =
        Pem.certificate(ca.sign(request(node, "CN=n"), "node-7", List.of(ADDRESS)));

    assertThat(greeting(ca, node, certificate, ca.clientIdentity("worker"))).isEqualTo('k');
    PlatformCa other = PlatformCa.open(dir.resolve("other"));
    assertThatThrownBy(() -> greeting(ca, node, certificate, other.clientIdentity("worker")))
        .isInstanceOf(SSLException.class);
  }

  /** Serves one connection that must present a certificate of the CA; returns the byte it got. */
  private static int greeting(
      PlatformCa ca, KeyPair node, X509Certificate certificate, ClientIdentity client)
      throws Exception {
    try (SSLServerSocket server = serverSocket(ca, node, certificate)) {
      server.setNeedClientAuth(true);
      Thread.ofVirtual().start(() -> serveOne(server));
      try (SSLSocket socket =
          (SSLSocket)
              client.sslContext().getSocketFactory().createSocket(ADDRESS, server.getLocalPort())) {
        var checked = socket.getSSLParameters();
        checked.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(checked);
        return socket.getInputStream().read();
      }
    }
  }

  private static void serveOne(SSLServerSocket server) {
    try (var accepted = server.accept()) {
      accepted.getOutputStream().write('k');
    } catch (IOException refused) {
      // The client's side of the handshake tells the test what happened.
    }
  }

  private static SSLServerSocket serverSocket(
      PlatformCa ca, KeyPair node, X509Certificate certificate) throws Exception {
    char[] password = "test".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("node", node.getPrivate(), password, new X509Certificate[] {certificate});
    keys.setCertificateEntry("ca", Pem.certificate(ca.certificatePem()));
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, password);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return (SSLServerSocket)
        context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static String request(KeyPair pair, String subject) throws Exception {
    return Pem.of(
        new JcaPKCS10CertificationRequestBuilder(new X500Principal(subject), pair.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }
}
