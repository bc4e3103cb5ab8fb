package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.MountedSecret;
import io.audiostream.transcriber.secrets.PemCertificates;
import io.audiostream.transcriber.secrets.SecretException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that servers of models may have: those of the image, and those of a user. */
final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * Returns a context that trusts the authorities of the Java runtime, and those in an entry of {@code object}.
     *
     * @throws SecretException when the entry is missing or has no certificates
     */
    static SSLContext with(MountedSecret object, String key) throws SecretException {
        var certificates = new ArrayList<Certificate>(PemCertificates.read(object, key));
        try {
            certificates.addAll(ofRuntime());
            var context = SSLContext.getInstance("TLS");
            context.init(null, factory(store(certificates)).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw object.failure("has an entry '%s' that cannot be used: %s".formatted(key, e.getMessage()));
        }
    }

    private static List<Certificate> ofRuntime() throws GeneralSecurityException {
        return Arrays.stream(factory(null).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .map(Certificate.class::cast)
                .toList();
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static KeyStore store(List<Certificate> certificates) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("authority-" + i, certificates.get(i));
        }
        return store;
    }
}
