package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.TIMEOUT;
import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.TestAudio;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopTest {

    private static final byte[] SPEECH = TestAudio.sound(1, 50).toByteArray();

    private final TestHttpServer http = new TestHttpServer().modelLoaded();
    private final int port = http.uri("/").getPort();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void sendsResponsesOfRunningRequests() {
        // given
        http.engine.gate().close();
        CompletableFuture<HttpResponse<String>> response = http.transcribeLater(SPEECH);
        await().until(() -> http.slots.inUse() == 1);

        // when
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(http::stopServer);
        await().until(this::isClosed);
        http.engine.gate().open();

        // then
        assertThat(response.join().body()).contains("w50 w50");
        assertThat(stopped).succeedsWithin(TIMEOUT);
    }

    @Test
    void transcribesFullyReceivedRecordingWhileDraining() {
        // given
        CompletableFuture<HttpResponse<String>> response = transcribeUntilDecoding(SPEECH);

        // when
        http.sessions.drainAll();
        http.engine.gate().open();

        // then
        assertThat(response.join().body()).contains("w50 w50");
    }

    @Test
    void refusesPartlyConsumedRecordingWhenDrained() {
        // given: more audio than the 60 s that a session consumes ahead of the decoder
        CompletableFuture<HttpResponse<String>> response =
                transcribeUntilDecoding(TestAudio.sound(90, 50).toByteArray());

        // when
        http.sessions.drainAll();
        http.engine.gate().open();

        // then
        assertThat(response.join().statusCode()).isEqualTo(503);
        assertThat(response.join().body()).contains("send the recording again").doesNotContain("w50");
    }

    @Test
    void refusesNewRecordingsWhileDraining() {
        // given
        http.sessions.refuseNew();

        // when
        HttpResponse<String> response = http.transcribe(SPEECH, Map.of());

        // then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(response.body()).contains("shutting down", "server_error");
    }

    /** Returns once the recording is being decoded. The decode runs until the gate is opened. */
    private CompletableFuture<HttpResponse<String>> transcribeUntilDecoding(byte[] recording) {
        http.engine.gate().close();
        CompletableFuture<HttpResponse<String>> response = http.transcribeLater(recording);
        await().until(() -> !http.engine.gate().started().isEmpty());
        return response;
    }

    private boolean isClosed() {
        try (var socket = new Socket("127.0.0.1", port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }
}
