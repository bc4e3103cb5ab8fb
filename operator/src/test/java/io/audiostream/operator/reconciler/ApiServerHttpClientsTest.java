package io.audiostream.operator.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiServerHttpClientsTest {
    private final HttpClient client = client();

    private static HttpClient client() {
        var builder = HttpClient.newBuilder();
        new ApiServerHttpClients().additionalConfig(builder);
        return builder.build();
    }

    private List<String> suites() {
        return Arrays.asList(client.sslParameters().getCipherSuites());
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void prefersChaCha20() {
        // when / then
        assertThat(suites()).startsWith("TLS_CHACHA20_POLY1305_SHA256");
    }

    @Test
    void leavesOutNoSuiteOfJava() throws Exception {
        // given
        var defaults = SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites();

        // when / then
        assertThat(suites()).containsExactlyInAnyOrder(defaults);
    }
}
