package dev.clawstead.secrets;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Reads and writes keys, certificates and signing requests as text. */
final class Pem {

  private Pem() {}

  static String of(Object certificateOrRequest) {
    return write(certificateOrRequest);
  }

  static String of(PrivateKey key) {
    try {
      return write(new JcaPKCS8Generator(key, null).generate());
    } catch (IOException e) {
      throw new IllegalStateException("cannot write a private key", e);
    }
  }

  private static String write(Object thing) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(thing);
    } catch (IOException e) {
      throw new IllegalStateException("cannot write PEM in memory", e);
    }
    return text.toString();
  }

  static X509Certificate certificate(String pem) throws IOException {
    if (!(read(pem) instanceof X509CertificateHolder holder)) {
      throw new IOException("the platform CA's ca.crt holds no certificate");
    }
    try {
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (GeneralSecurityException e) {
      throw new IOException("the platform CA's ca.crt cannot be read", e);
    }
  }

  static PrivateKey privateKey(String pem) throws IOException {
    if (!(read(pem) instanceof PrivateKeyInfo info)) {
      throw new IOException("the platform CA's ca.key holds no PKCS #8 key");
    }
    return new JcaPEMKeyConverter().getPrivateKey(info);
  }

  /** Returns the key to certify, once it has proved that its owner holds the private part. */
  static PublicKey requestedKey(String csrPem) throws BadSigningRequestException {
    try {
      if (!(read(csrPem) instanceof PKCS10CertificationRequest request)) {
        throw new BadSigningRequestException("the text is not a PEM certificate request");
      }
      if (!request.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo()))) {
        throw new BadSigningRequestException("the request is not signed by its own key");
      }
      return new JcaPKCS10CertificationRequest(request).getPublicKey();
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | IllegalArgumentException e) {
      throw new BadSigningRequestException("the certificate request cannot be read", e);
    }
  }

  private static Object read(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      Object first = parser.readObject();
      return first == null ? "nothing" : first;
    }
  }
}
