package io.audiostream.transcriber.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.session.TestAudio;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Transcriptions may take only so long. */
class UnaryTimeoutTest {

    private final TestHttp http = new TestHttp(Duration.ofMillis(500)).modelLoaded();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void aTranscriptionThatTakesTooLongIsEndedAndItsSlotFreed() {
        http.engine.gate().close();

        HttpResponse<String> response = http.transcribe(TestAudio.sound(1, 50).toByteArray(), Map.of());

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(TestHttp.error(response).get("message").getAsString()).contains("0.5 s");
        assertThat(http.slots.inUse()).isZero();
    }
}
