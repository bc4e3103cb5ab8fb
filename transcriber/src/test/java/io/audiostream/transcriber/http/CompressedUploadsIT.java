package io.audiostream.transcriber.http;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.audiostream.transcriber.audio.CompressedFiles;
import io.audiostream.transcriber.audio.Transcoder;
import io.audiostream.transcriber.engine.TestModel;
import io.audiostream.transcriber.ffmpeg.FfmpegProgram;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads of compressed audio, with the real ffmpeg: good ones under wrong names, and bad ones. */
class CompressedUploadsIT {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TestHttpServer http = new TestHttpServer().modelLoaded();

    @BeforeEach
    void useFfmpeg() {
        http.transcoders = FfmpegProgram.load(TestModel.ffmpeg(), timer);
    }

    @AfterEach
    void close() {
        http.close();
        timer.shutdownNow();
    }

    @ParameterizedTest(name = "{0} as {1} of type {2}")
    @CsvSource({
        "counting.mp3, speech.mp3, audio/mpeg",
        "counting.mp3, speech.wav, audio/wav",
        "counting.m4a, audio.mp4, video/mp4",
        "counting.webm, blob, audio/webm;codecs=opus",
        "counting.opus, voice, application/octet-stream",
        "counting.flac, notes.txt, text/plain",
        "counting.amr, '', image/png"
    })
    void transcribesUnderAnyName(String file, String name, String contentType) {
        // when
        HttpResponse<String> response = http.upload(name, contentType, CompressedFiles.read(file));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var usage = JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("usage");
        assertThat(usage.get("seconds").getAsInt()).isBetween(3, 4);
        assertNothingLeft();
    }

    @ParameterizedTest(name = "{0}, {1} bytes")
    @CsvSource({
        "counting.mp3, 7001, the MP3 audio is damaged, its last part is incomplete",
        "counting.flac, 30000, the FLAC audio is damaged, were decoded: invalid",
        "counting.webm, 5000, the WebM audio is damaged, File ended prematurely",
        "counting.m4a, 5000, the MP4 or M4A audio is damaged, moov atom not found",
        "video_only.mp4, 100000, the MP4 or M4A audio is damaged, were decoded: the file has no audio",
        "counting.opus, 20, the Ogg audio is damaged, 0.0 s were decoded"
    })
    void refusesFileThatIsCutOff(String file, int length, String says, String alsoSays) {
        // given
        byte[] whole = CompressedFiles.read(file);

        // when
        HttpResponse<String> response =
                http.upload(file, "audio/mpeg", Arrays.copyOf(whole, Math.min(length, whole.length)));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("message").getAsString()).contains(says, alsoSays);
        assertThat(TestHttpServer.error(response).get("param").getAsString()).isEqualTo("file");
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "list.m3u8, '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n', not audio but text",
        "list.m3u8, '#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:8001/metrics\n', not audio but text",
        "list.txt, 'ffconcat version 1.0\nfile /etc/passwd\n', is text by its name",
        "stream.mpd, '<?xml version=\"1.0\"?><MPD><BaseURL>http://127.0.0.1/</BaseURL></MPD>', not audio but XML",
        "speech.mp3, '#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n', is MP3 by its name"
    })
    void followsNoPlaylist(String name, String content, String says) {
        // when
        HttpResponse<String> response =
                http.upload(name, "application/octet-stream", content.getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("message").getAsString()).contains(says);
        assertNothingLeft();
    }

    @Test
    void sendsTextBeforeTheDamageAsEvents() {
        // given
        byte[] cut = Arrays.copyOf(CompressedFiles.read("counting.flac"), 50_000);

        // when
        HttpResponse<String> response = http.transcribe(cut, Map.of("stream", "true"));

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("transcript.text.delta", "the FLAC audio is damaged")
                .doesNotContain("transcript.text.done");
    }

    @Test
    void namesTheOptionWithoutFfmpeg() {
        // given
        http.transcoders = Transcoder.Factory.NONE;

        // when
        HttpResponse<String> response = http.upload("speech.mp3", "audio/mpeg", CompressedFiles.read("counting.mp3"));

        // then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestHttpServer.error(response).get("message").getAsString())
                .contains("the audio is MP3, which this service cannot decode, because it runs without ffmpeg")
                .contains("send WAV")
                .contains("--ffmpeg");
    }

    private void assertNothingLeft() {
        await().untilAsserted(() -> {
            assertThat(ProcessHandle.current().children()).as("processes").isEmpty();
            assertThat(http.slots.inUse()).as("slots").isZero();
            assertThat(http.sessions.count()).as("sessions").isZero();
        });
    }
}
