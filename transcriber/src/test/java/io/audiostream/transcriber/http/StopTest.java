package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.transcriber.session.TestAudio;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopTest {

    private static final byte[] SPEECH = TestAudio.sound(1, 50).toByteArray();

    private final TestHttp http = new TestHttp(Duration.ofSeconds(30)).modelLoaded();
    private final int port = http.uri("/").getPort();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void anAnswerThatIsOnItsWayArrives() {
        http.engine.gate().close();
        CompletableFuture<HttpResponse<String>> response = http.transcribeLater(SPEECH);
        await().until(() -> http.slots.inUse() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(http::stopServer);
        await().until(this::isClosed);
        http.engine.gate().open();

        assertThat(response.join().body()).contains("w50 w50");
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aRecordingThatWasTakenInWholeIsTranscribedWhileItDrains() {
        CompletableFuture<HttpResponse<String>> response = inTheMiddleOf(SPEECH);

        http.sessions.drainAll();
        http.engine.gate().open();

        assertThat(response.join().body()).contains("w50 w50");
    }

    @Test
    void aRecordingThatTheDrainCutsShortIsToBeSentAgain() {
        // Longer than the minute that may wait for the decoder.
        CompletableFuture<HttpResponse<String>> response =
                inTheMiddleOf(TestAudio.sound(90, 50).toByteArray());

        http.sessions.drainAll();
        http.engine.gate().open();

        assertThat(response.join().statusCode()).isEqualTo(503);
        assertThat(response.join().body()).contains("call again").doesNotContain("w50");
    }

    @Test
    void whileItDrainsNothingNewIsTranscribed() {
        http.sessions.refuseNew();

        HttpResponse<String> response = http.transcribe(SPEECH, Map.of());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(response.body()).contains("shutting down", "server_error");
    }

    /** The recording is being decoded, and will be until the gate is opened. */
    private CompletableFuture<HttpResponse<String>> inTheMiddleOf(byte[] recording) {
        http.engine.gate().close();
        CompletableFuture<HttpResponse<String>> response = http.transcribeLater(recording);
        await().until(() -> !http.engine.gate().begun().isEmpty());
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
