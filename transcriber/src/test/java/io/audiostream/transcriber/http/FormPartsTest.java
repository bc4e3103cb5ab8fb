package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.NEVER;
import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.MemoryBudget;
import io.audiostream.transcriber.session.TestAudio;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms as clients send them. */
class FormPartsTest {

    private static final String FORM = "multipart/form-data; boundary=XYZ";

    private final TestHttpServer http = new TestHttpServer().modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest(name = "{0} s")
    @ValueSource(doubles = {1, 10}) // the second one is larger than Jetty's limit for form fields
    void readsFileWithoutFilename(double seconds) {
        // given
        byte[] audio = TestAudio.sound(seconds, 50).toByteArray();

        // when
        HttpResponse<String> response = http.post(
                FORM,
                BodyPublishers.ofByteArrays(List.of(
                        ascii("--XYZ\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n"),
                        audio,
                        ascii("\r\n--XYZ--\r\n"))));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("w50 w50");
    }

    @Test
    void ignoresLargeFieldThatItDoesNotKnow() {
        // when / then
        assertThat(http.transcribe(speech(), Map.of("metadata", "x".repeat(500_000)))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesLargeFieldThatItReads() {
        // when
        HttpResponse<String> response = http.transcribe(speech(), Map.of("language", "x".repeat(500_000)));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("message").getAsString())
                .contains("'language' has 500000 bytes, at most 65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "language"})
    void refusesSeveralFieldsOfOneValue(String field) {
        // given
        String part = "\r\n--XYZ\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n";

        // when
        HttpResponse<String> response = http.post(
                FORM,
                BodyPublishers.ofByteArrays(List.of(
                        ascii("--XYZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.raw\"\r\n\r\n"),
                        speech(),
                        ascii(part + "en" + part + "de\r\n--XYZ--\r\n"))));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("param").getAsString()).isEqualTo(field);
        assertThat(TestHttpServer.error(response).get("message").getAsString())
                .contains("fields '" + field + "'; send one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"form-data", "form-data; name=\"file\\\""}) // the second one has no closing quote
    void refusesPartWithoutName(String disposition) {
        // when
        HttpResponse<String> response = http.post(
                FORM,
                BodyPublishers.ofByteArrays(List.of(
                        ascii("--XYZ\r\nContent-Disposition: " + disposition + "\r\n\r\n"),
                        speech(),
                        ascii("\r\n--XYZ--\r\n"))));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("message").getAsString())
                .contains("a part has no name", "send Content-Disposition: form-data; name=");
    }

    @Test
    void leavesNothingOfAbandonedUpload() throws IOException {
        // given
        var memory = MemoryBudget.ofHeap();
        try (var server = new TestHttpServer(NEVER, memory, Executors.newSingleThreadScheduledExecutor(), 1)) {
            server.modelLoaded();
            try (var client = new Socket("127.0.0.1", server.uri("/").getPort())) {
                client.getOutputStream()
                        .write(ascii("POST /v1/audio/transcriptions HTTP/1.1\r\nHost: a\r\nContent-Type: " + FORM
                                + "\r\nContent-Length: 2500000\r\n\r\n--XYZ\r\nContent-Disposition: form-data;"
                                + " name=\"file\"; filename=\"a.wav\"\r\n\r\n" + "x".repeat(1_000_000)));
                await().until(() -> server.slots.inUse() == 1 && memory.reserved() > 0);
                // when: the client closes its connection
            }

            // then
            await().until(() -> server.slots.inUse() == 0);
            assertThat(memory.reserved()).isZero();
            assertThat(server.transcribe(speech(), Map.of()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void deliversRefusalOfUploadFarOverLimit() {
        // given
        byte[] large = new byte[20 * TestHttpServer.MAX_BYTES];

        // when
        HttpResponse<String> response = http.transcribe(large, Map.of());

        // then
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(TestHttpServer.error(response).get("message").getAsString())
                .contains("at most " + TestHttpServer.MAX_BYTES + " bytes");
    }

    private static byte[] speech() {
        return TestAudio.sound(1, 50).toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
