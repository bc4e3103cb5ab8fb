package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingLengthTest {

    @ParameterizedTest(name = "{0} at {1} Hz, {2} channels, {3} s")
    @CsvSource({
        "PCM_S16LE, 16000, 1, 0.5, 16000",
        "PCM_S16LE, 16000, 1, 600, 19200000",
        "AUTO, 16000, 1, 600, 19200000",
        "PCM_S16LE, 8000, 1, 600, 9600000",
        "PCM_F32LE, 48000, 2, 120, 46080000"
    })
    void estimatesLength(Encoding encoding, int rate, int channels, double seconds, int bytes) {
        // given
        ByteBuffer audio = ByteBuffer.allocate(bytes);

        // when
        double estimate = RecordingLength.of(new AudioFormat(encoding, rate, channels), audio)
                .seconds();

        // then
        assertThat(estimate).isEqualTo(seconds, within(0.02 * seconds));
        assertThat(audio.remaining()).isEqualTo(bytes);
    }

    @Test
    void knowsNoLengthOfOtherBytes() {
        // given
        ByteBuffer wavWithoutFormat = ByteBuffer.allocate(1 << 20)
                .put("RIFF....WAVEjunk".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .rewind();

        // when
        double estimate =
                RecordingLength.of(AudioFormat.UNSPECIFIED, wavWithoutFormat).seconds();

        // then
        assertThat(estimate).isZero();
    }
}
