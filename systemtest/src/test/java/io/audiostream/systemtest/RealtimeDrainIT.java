package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while OpenAI's Realtime client is connected. */
class RealtimeDrainIT {

    private final LocalService service = LocalService.start("  drainTimeout: 20s\n");

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void completesItemAndReportsWhereToResume() {
        // given
        Path audio = RealtimeAudio.pcm(folder.resolve("phrase.pcm"), Recording.phrase());
        String address = "http://" + service.endpoint() + "/v1";
        try (RunningProgram client = RealtimeClient.PYTHON.start(address, audio, new JsonObject(), run -> {
            run.addProperty("key", "none");
            run.addProperty("until", "never spoken");
        })) {
            await().atMost(Timeouts.EVENT)
                    .until(() -> !RealtimeClient.events(client, "input_audio_buffer.speech_started")
                            .isEmpty());

            // when
            service.operator().terminate();
            client.awaitExit();

            // then
            List<JsonObject> events = RealtimeClient.events(client);
            assertThat(client.stdout().lines())
                    .as(client::stderr)
                    .anyMatch(line -> TextNormalizer.normalize(line).contains(Recording.PHRASE_TEXT));
            JsonObject closed = RealtimeClient.events(client, "session.closed").getFirst();
            assertThat(closed.get("code").getAsString()).isEqualTo("server_shutting_down");
            assertThat(closed.get("resume_from_ms").getAsLong()).isBetween(2_000L, 3_000L);
            assertThat(events.getLast().get("code").getAsInt()).isEqualTo(1012);
        }
    }
}
