package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.audiostream.commandline.InvalidEnvironmentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyConfigTest {

    @ParameterizedTest
    @CsvSource({
        "HTTPS_PROXY, http://proxy.example.com:3128,  https://models.example.org/m, proxy.example.com, 3128",
        "https_proxy, http://proxy.example.com:3128/, https://models.example.org/m, proxy.example.com, 3128",
        "HTTP_PROXY,  10.0.0.1:8080,                  http://models.example.org/m,  10.0.0.1,          8080",
        "HTTP_PROXY,  http://proxy,                   http://models.example.org/m,  proxy,             80",
    })
    void selectsProxyOfScheme(String variable, String value, URI uri, String host, int port) {
        // when / then
        assertThat(new ProxyConfig(Map.of(variable, value)).select(uri))
                .containsExactly(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)));
    }

    @Test
    void selectsNoProxyForOtherScheme() {
        // when / then
        assertThat(new ProxyConfig(Map.of("HTTPS_PROXY", "http://proxy:1")).select(URI.create("http://host/m")))
                .containsExactly(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @CsvSource({
        "models.local,              models.local,    true",
        "'other, .cluster.local ',  a.cluster.local, true",
        "*.cluster.local,           a.cluster.local, true",
        "cluster.local,             a.cluster.local, true",
        "cluster.local,             mycluster.local, false",
        "*,                         models.local,    true",
        "'',                        models.local,    false"
    })
    void bypassesProxyForListedHosts(String noProxy, String host, boolean direct) {
        // given
        var config = new ProxyConfig(Map.of("HTTP_PROXY", "http://proxy:3128", "NO_PROXY", noProxy));

        // when / then
        assertThat(config.select(URI.create("http://" + host + "/m")).contains(Proxy.NO_PROXY))
                .isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://proxy:1080", "http://user:secret@proxy:3128", "https://proxy", "proxy:many"})
    void refusesInvalidProxyWithoutPrintingSecrets(String value) {
        // when / then
        assertThatExceptionOfType(InvalidEnvironmentException.class)
                .isThrownBy(() -> new ProxyConfig(Map.of("HTTPS_PROXY", value)))
                .withMessage(
                        "HTTPS_PROXY is not the address of a supported proxy: use http://HOST:PORT, without a user");
    }

    @Test
    void sendsWholeAddressToProxy() throws IOException, InterruptedException {
        // given
        var proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            byte[] answer = exchange.getRequestURI().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        proxy.start();
        Map<String, String> environment =
                Map.of("HTTP_PROXY", "http://127.0.0.1:" + proxy.getAddress().getPort());

        // when / then
        try (var http =
                HttpClient.newBuilder().proxy(new ProxyConfig(environment)).build()) {
            var uri = URI.create("http://model.invalid/ggml.bin");

            assertThat(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("http://model.invalid/ggml.bin");
        } finally {
            proxy.stop(0);
        }
    }
}
