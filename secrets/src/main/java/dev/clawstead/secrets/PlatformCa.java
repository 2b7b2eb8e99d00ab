package dev.clawstead.secrets;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * The installation's own certificate authority: its nodes serve the Docker API under certificates
 * from it and let in only clients that hold one.
 */
public final class PlatformCa {

  private static final Duration NODE_LIFETIME = Duration.ofDays(365);
  private static final Duration CLIENT_LIFETIME = Duration.ofDays(1);

  private final X509Certificate certificate;
  private final Certificates certificates;

  private PlatformCa(X509Certificate certificate, PrivateKey key) {
    this.certificate = certificate;
    this.certificates = new Certificates(certificate, key);
  }

  /**
   * Reads {@code ca.crt} and {@code ca.key} from the directory, or makes them if nobody has.
   * Several processes may do so at once: they end up with the same authority. (Synchronized,
   * because a file lock belongs to the whole JVM.)
   */
  public static synchronized PlatformCa open(Path dir) throws IOException {
    Files.createDirectories(dir);
    Path certificate = dir.resolve("ca.crt");
    Path key = dir.resolve("ca.key");
    try (FileChannel lockFile =
            FileChannel.open(
                dir.resolve("ca.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lockFile.lock()) {
      if (lock.isValid() && !Files.exists(certificate)) {
        create(certificate, key);
      }
    }
    return new PlatformCa(
        Pem.certificate(Files.readString(certificate)), Pem.privateKey(Files.readString(key)));
  }

  /** The certificate is moved in last: whoever sees it finds the key as well. */
  private static void create(Path certificate, Path key) throws IOException {
    KeyPair pair = Certificates.newKeyPair();
    writeOwnerOnly(key, Pem.of(pair.getPrivate()));
    writeOwnerOnly(certificate, Pem.of(Certificates.selfSigned(pair)));
  }

  private static void writeOwnerOnly(Path file, String text) throws IOException {
    Path draft =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Certifies the request's key as a server of this name at these addresses (host names or IP
   * addresses) for a year. Whatever else the request asks for is not granted.
   */
  public String sign(String csrPem, String commonName, List<String> addresses)
      throws BadSigningRequestException {
    return Pem.of(
        certificates.server(Pem.requestedKey(csrPem), commonName, addresses, NODE_LIFETIME));
  }

  /** The SHA-256 of the public key that the request is for. */
  public static byte[] publicKeyHash(String csrPem) throws BadSigningRequestException {
    return Tokens.sha256(Pem.requestedKey(csrPem).getEncoded());
  }

  /** The authority's own certificate, PEM. */
  public String certificatePem() {
    return Pem.of(certificate);
  }

  /** Makes a client of this name: a new key and a certificate for it that ends after a day. */
  public ClientIdentity clientIdentity(String commonName) {
    KeyPair pair = Certificates.newKeyPair();
    X509Certificate own = certificates.client(pair.getPublic(), commonName, CLIENT_LIFETIME);
    return new ClientIdentity(List.of(own, certificate), pair.getPrivate());
  }
}
