package dev.clawstead.secrets;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Builds the certificates that one authority issues. */
final class Certificates {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

  /** A node whose clock lags a little must not refuse a certificate that was just made. */
  private static final Duration BACKDATED = Duration.ofMinutes(10);

  private static final int SERIAL_BITS = 159;
  private static final X500Principal AUTHORITY = new X500Principal("CN=Clawstead platform CA");
  private static final Pattern IP = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

  private final X509Certificate issuer;
  private final PrivateKey issuerKey;

  Certificates(X509Certificate issuer, PrivateKey issuerKey) {
    this.issuer = issuer;
    this.issuerKey = issuerKey;
  }

  static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks EC keys", e);
    }
  }

  static X509Certificate selfSigned(KeyPair pair) {
    Draft draft = new Draft(AUTHORITY, pair.getPublic(), AUTHORITY_LIFETIME);
    return issue(
        pair.getPrivate(),
        builder(AUTHORITY, draft),
        (builder, ids) -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
          builder.addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
          builder.addExtension(
              Extension.subjectKeyIdentifier,
              false,
              ids.createSubjectKeyIdentifier(pair.getPublic()));
        });
  }

  X509Certificate server(PublicKey key, String name, List<String> addresses, Duration lifetime) {
    GeneralName[] names = addresses.stream().map(Certificates::name).toArray(GeneralName[]::new);
    return leaf(
        new Draft(new X500Principal("CN=" + name), key, lifetime),
        KeyPurposeId.id_kp_serverAuth,
        builder ->
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names)));
  }

  X509Certificate client(PublicKey key, String name, Duration lifetime) {
    return leaf(
        new Draft(new X500Principal("CN=" + name), key, lifetime),
        KeyPurposeId.id_kp_clientAuth,
        builder -> {});
  }

  private X509Certificate leaf(Draft draft, KeyPurposeId purpose, More more) {
    return issue(
        issuerKey,
        builder(issuer.getSubjectX500Principal(), draft),
        (builder, ids) -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
          builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
          builder.addExtension(
              Extension.authorityKeyIdentifier,
              false,
              ids.createAuthorityKeyIdentifier(issuer.getPublicKey()));
          more.addTo(builder);
        });
  }

  private static JcaX509v3CertificateBuilder builder(X500Principal issuer, Draft draft) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, RANDOM).setBit(0),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(draft.lifetime())),
        draft.subject(),
        draft.key());
  }

  private static X509Certificate issue(
      PrivateKey key, JcaX509v3CertificateBuilder builder, Extensions extensions) {
    try {
      extensions.addTo(builder, new JcaX509ExtensionUtils());
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot issue a certificate", e);
    }
  }

  private static GeneralName name(String address) {
    int tag = IP.matcher(address).matches() ? GeneralName.iPAddress : GeneralName.dNSName;
    return new GeneralName(tag, address);
  }

  private record Draft(X500Principal subject, PublicKey key, Duration lifetime) {}

  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder, JcaX509ExtensionUtils ids)
        throws CertIOException;
  }

  private interface More {
    void addTo(JcaX509v3CertificateBuilder builder) throws CertIOException;
  }
}
