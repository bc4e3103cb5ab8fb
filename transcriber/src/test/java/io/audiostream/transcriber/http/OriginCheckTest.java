package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocketHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may open WebSockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginCheckTest {

    private static final String ALLOWED =
            "https://app.example.com,https://*.preview.example.com, http://localhost:3000";

    private final TestHttpServer server = new TestHttpServer().modelLoaded();

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/stream", "/v1/realtime?intent=transcription"})
    void permitsClientsThatAreNoBrowsers(String path) {
        try (TestWebSocket client = TestWebSocket.open(server, path)) {
            assertThat(client).isNotNull();
        }
    }

    @Test
    void permitsPageOfSameOrigin() {
        try (TestWebSocket client = TestWebSocket.open(
                server, "/v1/stream", "Origin", server.uri("").toString())) {
            assertThat(client).isNotNull();
        }
    }

    @Test
    void permitsPageWhoseHostAProxyHasChanged() {
        try (TestWebSocket client = TestWebSocket.open(
                server, "/v1/stream", "Origin", "https://speech.example.com", "Sec-Fetch-Site", "same-origin")) {
            assertThat(client).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.com", "https://pr-7.preview.example.com", "http://localhost:3000"})
    void permitsOriginOfResource(String origin) {
        try (TestWebSocket client =
                TestWebSocket.open(server, "/v1/stream", "Origin", origin, OriginCheck.ALLOWED_HEADER, ALLOWED)) {
            assertThat(client).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/stream, https://evil.example.com",
        "/v1/realtime?intent=transcription, https://evil.example.com",
        "/v1/stream, http://app.example.com",
        "/v1/stream, https://app.example.com:8443",
        "/v1/stream, https://app.example.com.evil.org",
        "/v1/stream, https://appXexample.com",
        "/v1/stream, https://a.b.preview.example.com",
        "/v1/stream, https://preview.example.com",
        "/v1/stream, null",
        "/v1/stream, file://",
        "/v1/stream, :"
    })
    void refusesOtherOrigins(String path, String origin) {
        // when / then
        assertThatThrownBy(
                        () -> TestWebSocket.open(server, path, "Origin", origin, OriginCheck.ALLOWED_HEADER, ALLOWED))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void refusesOtherOriginsIfResourcePermitsNone() {
        // when / then
        assertThatThrownBy(() -> TestWebSocket.open(server, "/v1/stream", "Origin", "https://app.example.com"))
                .cause()
                .isInstanceOf(WebSocketHandshakeException.class);
    }
}
