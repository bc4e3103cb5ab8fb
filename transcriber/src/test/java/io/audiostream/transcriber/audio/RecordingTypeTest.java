package io.audiostream.transcriber.audio;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTypeTest {

    private static final ByteBuffer PCM = ByteBuffer.wrap(new byte[100]);
    private static final ByteBuffer WAV = ByteBuffer.wrap(WavFiles.riff());

    @ParameterizedTest(name = "{0} of type {1}")
    @CsvSource({
        "speech.aac, , AAC by its name",
        "speech.WEBM, audio/webm, WebM by its name",
        "speech.mp2, , MP2 by its name",
        "my.speech.mp3, application/octet-stream, MP3 by its name",
        "error.html, text/html, HTML by its name",
        "blob, audio/webm;codecs=opus, WebM by its content type 'audio/webm;codecs=opus'",
        "blob, audio/x-m4a, M4A by its content type",
        "blob, audio/mpeg, MP3 by its content type",
        "blob, VIDEO/H264, video by its content type",
        "blob, image/heic, an image by its content type",
        "blob, application/json, JSON by its content type"
    })
    void refusesOtherFormatByName(String filename, String contentType, String seen) {
        // when / then
        assertThatThrownBy(() -> RecordingType.check(filename, contentType, PCM))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining(seen)
                .hasMessageContaining("send WAV");
    }

    @ParameterizedTest(name = "{0} of type {1}")
    @CsvSource({
        "'', ",
        "speech, ",
        "mp3, ",
        "speech.wav, audio/wav",
        "speech.wav, audio/webm",
        "speech.raw, application/octet-stream",
        "speech.PCM, text/plain",
        "speech.2026-11-23, audio/l16",
        "blob, application/octet-stream",
        "blob, text/plain",
        "blob, audio/x-wav",
        "blob, nonsense"
    })
    void leavesDecisionToBytes(String filename, String contentType) {
        // when / then
        assertThatCode(() -> RecordingType.check(filename, contentType, PCM)).doesNotThrowAnyException();
    }

    @Test
    void acceptsWavUnderAnyName() {
        // when / then
        assertThatCode(() -> RecordingType.check("speech.mp3", "audio/mpeg", WAV))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp3", "aac", "flac", "opus", "ogg", "webm", "m4a", "amr"})
    void acceptsCompressedAudioUnderAnyName(String extension) {
        // given
        ByteBuffer bytes = ByteBuffer.wrap(CompressedFiles.read("counting." + extension));

        // when / then
        assertThatCode(() -> RecordingType.check("page.html", "text/html", bytes))
                .doesNotThrowAnyException();
        assertThatCode(() -> RecordingType.check("speech." + extension, null, bytes))
                .doesNotThrowAnyException();
    }

    @Test
    void shortensLongName() {
        // when / then
        assertThatThrownBy(() -> RecordingType.check("x".repeat(100_000) + ".mp3", null, PCM))
                .hasMessageContaining("MP3")
                .message()
                .hasSizeLessThan(300);
    }
}
