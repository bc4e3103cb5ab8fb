package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.audiostream.transcriber.secrets.MountedSecret;
import io.audiostream.transcriber.secrets.SecretException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which credentials a server gets. */
class FetchCredentialsTest extends FetchFixture {

    private static final String TOKEN = "hf_secret-token";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer other;

    @BeforeEach
    void startOtherServer() throws IOException {
        Files.createDirectories(dir.resolve("secret"));
        other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        other.createContext("/", exchange -> {
            seen.add("other: " + exchange.getRequestHeaders().getFirst("Authorization"));
            try (exchange) {
                all(exchange);
            }
        });
        other.setExecutor(executor);
        other.start();
    }

    @AfterEach
    void stopOtherServer() {
        other.stop(0);
    }

    @Test
    void sendsTokenAsBearer() throws Exception {
        // given
        entry("token", TOKEN + "\n");
        behaviours.add(recording("Authorization"));

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(seen).containsExactly("Bearer " + TOKEN);
        assertThat(target).hasBinaryContent(MODEL);
        assertThat(shown()).doesNotContain(TOKEN);
    }

    @Test
    void sendsTokenInHeaderOfItsOwn() throws Exception {
        // given
        entry("token", TOKEN);
        authorization = new HttpCredentials(secret(), Optional.of("X-JFrog-Art-Api"));
        behaviours.add(recording("X-JFrog-Art-Api"));

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(seen).containsExactly(TOKEN);
    }

    @Test
    void sendsUserAndPassword() throws Exception {
        // given
        entry("username", "reader");
        entry("password", "pä ss\n");
        behaviours.add(recording("Authorization"));

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(seen).containsExactly("Basic cmVhZGVyOnDDpCBzcw==");
    }

    @Test
    void addsQueryAndNeverShowsIt() throws Exception {
        // given
        entry("query", "?sig=abc%2Fdef&se=2026\n");
        behaviours.add(exchange -> {
            seen.add(exchange.getRequestURI().getRawQuery());
            exchange.sendResponseHeaders(404, -1);
        });

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .hasMessageContaining("HTTP 404")
                .hasMessageNotContaining("abc");
        assertThat(seen).containsExactly("sig=abc%2Fdef&se=2026");
        assertThat(shown()).doesNotContain("abc");
    }

    @Test
    void sendsNoCredentialsToTargetOfRedirect() throws Exception {
        // given
        entry("token", TOKEN);
        behaviours.add(redirectTo("http://127.0.0.1:" + other.getAddress().getPort() + "/cdn?signature=abc"));

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(seen).containsExactly("Bearer " + TOKEN, "other: null");
        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void sendsCredentialsToOtherPathOfSameServer() throws Exception {
        // given
        entry("token", TOKEN);
        behaviours.add(redirectTo("/moved.bin"));
        behaviours.add(recording("Authorization"));

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(seen).containsExactly("Bearer " + TOKEN, "Bearer " + TOKEN);
    }

    @Test
    void resumesAfterRedirect() throws Exception {
        // given
        behaviours.add(breakOffAfter(100_000));
        behaviours.add(redirectTo("/moved.bin"));
        behaviours.add(FetchFixture::rest);

        // when
        fetch(Optional.of(sha256));

        // then
        assertThat(ranges).containsExactly("null", "bytes=100000-", "bytes=100000-");
        assertThat(target).hasBinaryContent(MODEL);
    }

    @Test
    void givesUpOnLoopOfRedirects() {
        // given
        for (int i = 0; i < 11; i++) {
            behaviours.add(redirectTo("/model.bin"));
        }

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("redirected more than 10 times");
    }

    @Test
    void refusesRedirectToOtherScheme() {
        // given
        behaviours.add(redirectTo("file:///etc/passwd"));

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("no address of a web server");
    }

    @Test
    void namesSecretWhenServerRefusesIt() throws Exception {
        // given
        entry("token", TOKEN);
        behaviours.add(exchange -> {
            exchange.getResponseHeaders().add("X-Error-Code", "GatedRepo");
            exchange.sendResponseHeaders(403, -1);
        });

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .hasMessageContaining("HTTP 403 (GatedRepo)")
                .hasMessageContaining("credentials of the Secret 'hub'")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void saysWhereCredentialsBelong() {
        // given
        behaviours.add(status(401));

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .hasMessageContaining("HTTP 401")
                .hasMessageContaining("spec.model.download.credentials");
    }

    @Test
    void refusesSecretWithTwoKindsOfCredentials() throws Exception {
        // given
        entry("token", TOKEN);
        entry("username", "reader");

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(SecretException.class)
                .hasMessage("the Secret 'hub' has the entries 'token' and 'username', but only one kind of credentials"
                        + " can be sent: remove the others");
        assertThat(ranges).isEmpty();
    }

    @Test
    void refusesSecretWithoutCredentials() throws Exception {
        // given
        entry("HF_TOKEN", TOKEN);

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining(
                        "the Secret 'hub' has no credentials for the server of the model: add the entry" + " 'token'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "line\nbreak", "tökén"})
    void refusesTokenThatNoHeaderHas(String token) throws Exception {
        // given
        entry("token", token);

        // when / then
        assertThatThrownBy(() -> fetch(Optional.of(sha256)))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("an entry 'token' with a character that cannot be sent")
                .hasMessageNotContaining(token);
    }

    private void entry(String key, String value) throws IOException {
        Files.writeString(dir.resolve("secret").resolve(key), value);
        authorization = new HttpCredentials(secret(), Optional.empty());
    }

    private MountedSecret secret() {
        return MountedSecret.of("hub", dir.resolve("secret"));
    }

    private Behaviour recording(String header) {
        return exchange -> {
            seen.add(exchange.getRequestHeaders().getFirst(header));
            all(exchange);
        };
    }

    private Behaviour redirectTo(String location) {
        return exchange -> {
            var credentials = exchange.getRequestHeaders().getFirst("Authorization");
            if (credentials != null) {
                seen.add(credentials);
            }
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }
}
