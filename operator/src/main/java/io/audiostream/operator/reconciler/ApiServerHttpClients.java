package io.audiostream.operator.reconciler;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Creates HTTP clients for the API server that prefer the cipher ChaCha20 to AES. The operator's image uses only the
 * fast compiler of Java, whose code encrypts 5 times as much a second with ChaCha20. An API server without ChaCha20
 * chooses AES.
 */
final class ApiServerHttpClients extends JdkHttpClientFactory {

    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
        builder.sslParameters(new SSLParameters(cipherSuites()));
    }

    /** Returns Java's default cipher suites, those with ChaCha20 first. */
    private static String[] cipherSuites() {
        try {
            var suites = SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites();
            Arrays.sort(suites, Comparator.comparing(suite -> !suite.contains("_CHACHA20_")));
            return suites;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java lacks TLS: " + e.getMessage(), e);
        }
    }
}
