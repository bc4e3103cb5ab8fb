package io.audiostream.transcriber.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.audiostream.commandline.InvalidEnvironmentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchStatusServerTest {
    private final FetchProgress progress =
            new FetchProgress(new PrintStream(new ByteArrayOutputStream()), false, () -> 0);

    @Test
    void servesLatestProgress() throws Exception {
        // given
        try (var server = FetchStatusServer.start(0, progress::latest)) {
            progress.update(5, 100);

            // when
            progress.update(40, 100);

            // then
            assertThat(get(server)).isEqualTo("{\"fetch\":{\"bytes\":40,\"total\":100}}");
        }
    }

    @Test
    void leavesUnknownSizeOut() throws Exception {
        // given
        try (var server = FetchStatusServer.start(0, progress::latest)) {
            // when
            progress.update(40, -1);

            // then
            assertThat(get(server)).isEqualTo("{\"fetch\":{\"bytes\":40}}");
        }
    }

    @Test
    void hasNoPortByDefault() {
        // when / then
        assertThat(FetchStatusConfig.port(Map.of())).isEmpty();
        assertThat(FetchStatusConfig.port(Map.of("AUDIOSTREAM_FETCH_STATUS_PORT", "")))
                .isEmpty();
        assertThat(FetchStatusConfig.port(Map.of("AUDIOSTREAM_FETCH_STATUS_PORT", "8001")))
                .hasValue(8001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "8001 "})
    void refusesOtherPorts(String text) {
        // when / then
        assertThatExceptionOfType(InvalidEnvironmentException.class)
                .isThrownBy(() -> FetchStatusConfig.port(Map.of("AUDIOSTREAM_FETCH_STATUS_PORT", text)))
                .withMessage("AUDIOSTREAM_FETCH_STATUS_PORT is '" + text + "'; write a port from 0 to 65535");
    }

    private static String get(FetchStatusServer server) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/statusz"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
