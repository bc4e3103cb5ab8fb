package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.TestAudio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisconnectDetectorTest {

    private static final byte[] SPEECH = TestAudio.sound(1, 50).toByteArray();
    private static final byte[] REQUEST = request();

    private final TestHttpServer http = new TestHttpServer().modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void freesSlotWhenClientDisconnects() throws IOException {
        // given
        http.engine.gate().close();

        // when
        try (Socket client = connect()) {
            client.getOutputStream().write(REQUEST);
            await().until(() -> !http.engine.gate().started().isEmpty());
        }

        // then
        await().until(() -> http.slots.inUse() == 0);
        await().until(() -> http.engine.gate().cancelledCount() == 1);
        http.engine.gate().open();
        assertThat(http.transcribe(SPEECH, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void keepsRequestThatTakesLongerThanIdleTimeout() throws IOException {
        // given
        http.idleTimeout(Duration.ofMillis(20));
        http.engine.gate().close();
        try (Socket client = connect()) {
            // when
            client.getOutputStream().write(REQUEST);
            await().until(() -> !http.engine.gate().started().isEmpty());
            await().during(Duration.ofMillis(500)).until(() -> http.slots.inUse() == 1);
            http.engine.gate().open();

            // then
            assertThat(readResponse(client)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void keepsConnectionForFurtherRequests() throws IOException {
        try (Socket client = connect()) {
            for (int request = 0; request < 3; request++) {
                // when
                client.getOutputStream().write(REQUEST);

                // then
                assertThat(readResponse(client))
                        .startsWith("HTTP/1.1 200")
                        .endsWith("{\"text\":\"w50 w50\",\"usage\":{\"type\":\"duration\",\"seconds\":1}}\n");
            }
        }
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", http.uri("/").getPort());
    }

    private static String readResponse(Socket client) throws IOException {
        var response = new StringBuilder();
        for (int c = client.getInputStream().read();
                c >= 0;
                c = client.getInputStream().read()) {
            response.append((char) c);
            if (response.toString().endsWith("}\n")) {
                break;
            }
        }
        return response.toString();
    }

    private static byte[] request() {
        byte[] start = ascii("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n");
        byte[] end = ascii("\r\n--XYZ--\r\n");
        var request = new ByteArrayOutputStream();
        request.writeBytes(ascii("POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + (start.length + SPEECH.length + end.length)
                + "\r\nContent-Type: multipart/form-data; boundary=XYZ\r\n\r\n"));
        request.writeBytes(start);
        request.writeBytes(SPEECH);
        request.writeBytes(end);
        return request.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
