package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web page in a real browser records speech with a MediaRecorder, and streams it over the WebSocket. */
class MediaRecorderIT {

    @TempDir
    private Path profile;

    @Test
    void transcribesWhatTheBrowserRecords() {
        // given
        assertThat(TestPaths.ffmpeg()).isExecutable();
        byte[] speech = Recording.wav("jfk").toByteArray();
        try (var page = new BrowserPage("/browser/recorder.html", speech);
                LocalService service =
                        LocalService.start("    cors:\n      allowOrigins: [\"" + page.origin("127.0.0.1") + "\"]\n")) {
            // when
            String outcome = page.call(page.origin("127.0.0.1"), "ws://" + service.endpoint() + "/v1/stream", profile);

            // then
            String[] parts = outcome.split("\\|", 3);
            assertThat(parts).as(outcome).hasSize(3);
            assertThat(parts[0]).as("close code").isEqualTo("1000");
            assertThat(parts[1]).as("what the browser records").startsWith("audio/webm");
            assertThat(TextNormalizer.normalize(parts[2])).contains(Recording.PHRASE_TEXT);
        }
    }
}
