package dev.clawstead.secrets;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key of our own with the platform CA's certificate for it, newest first in the chain.
 * Short-lived and never written to disk: whoever needs one makes one.
 */
public record ClientIdentity(List<X509Certificate> chain, PrivateKey key) {

  // Both stores live in memory only, so their password protects nothing.
  private static final char[] IN_MEMORY = "in-memory".toCharArray();

  /** Holds the key and its chain under the alias {@code client}. */
  public KeyStore clientKeyStore() {
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry("client", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot hold a client's key", e);
    }
  }

  /** Speaks TLS as this client and trusts nobody but the platform's CA. */
  public SSLContext sslContext() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(clientKeyStore(), IN_MEMORY);
      KeyStore trusted = emptyStore();
      trusted.setCertificateEntry("clawstead", chain.getLast());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot set up mutual TLS", e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("an empty key store cannot fail to load", e);
    }
    return store;
  }

  @Override
  public String toString() {
    return "ClientIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
