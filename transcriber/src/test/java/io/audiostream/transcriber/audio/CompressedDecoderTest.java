package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.ascii;
import static io.audiostream.transcriber.audio.WavFiles.chunk;
import static io.audiostream.transcriber.audio.WavFiles.concat;
import static io.audiostream.transcriber.audio.WavFiles.fmt;
import static io.audiostream.transcriber.audio.WavFiles.riff;
import static io.audiostream.transcriber.audio.WavFiles.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressedDecoderTest {

    private static final int RATE = 16_000;
    private static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;

    private final FakeTranscoder transcoder = new FakeTranscoder();
    private final AudioDecoder decoder =
            AudioDecoder.of(AudioFormat.UNSPECIFIED, AudioObserver.NOOP, (_, _) -> transcoder, () -> {});

    @Test
    void returnsSamplesThatComeAfterTheirBytes() throws AudioException {
        // given
        decoder.decode(flac());

        // when
        transcoder.output.add(ByteBuffer.wrap(wav(1, RATE, 1, 16, new byte[200])));

        // then
        assertThat(decoder.hasSamples()).isTrue();
        assertThat(decoder.takeSamples()).hasSize(100);
        assertThat(decoder.hasSamples()).isFalse();
    }

    @Test
    void passesOnEveryByte() throws AudioException {
        // when
        decoder.decode(ByteBuffer.wrap(ascii("fLa")));
        decoder.decode(ByteBuffer.wrap(ascii("Cabcdefg")));
        decoder.decode(ByteBuffer.wrap(ascii("hij")));

        // then
        assertThat(transcoder.input).hasToString("fLaCabcdefghij");
    }

    @Test
    void holdsBytesBackWhileTranscoderIsFull() throws AudioException {
        // given
        decoder.decode(flac());

        // when
        transcoder.accepts = false;

        // then
        assertThat(decoder.accepts()).isFalse();
    }

    @Test
    void finishesWhenTranscoderHas() throws AudioException {
        // given
        decoder.decode(flac());
        decoder.finish();
        assertThat(decoder.finished()).isFalse();

        // when
        transcoder.output.add(ByteBuffer.wrap(wav(1, RATE, 1, 16, new byte[200])));
        transcoder.exited = true;

        // then
        assertThat(decoder.takeSamples()).hasSize(100);
        assertThat(decoder.takeSamples()).isEmpty();
        assertThat(decoder.finished()).isTrue();
        assertThat(transcoder.inputEnded).isTrue();
    }

    @Test
    void reportsProblemAfterTheSamplesBeforeIt() throws AudioException {
        // given
        decoder.decode(flac());
        transcoder.output.add(ByteBuffer.wrap(wav(1, RATE, 1, 16, new byte[2 * RATE])));
        transcoder.exited = true;
        transcoder.problem = Optional.of("invalid residual");

        // when / then
        assertThat(decoder.takeSamples()).hasSize(RATE);
        assertThat(decoder.hasSamples()).isTrue();
        assertThatThrownBy(decoder::takeSamples)
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("the FLAC audio is damaged")
                .hasMessageContaining("1.0 s were decoded: invalid residual");
    }

    @Test
    void hasNoSamplesWithoutOutput() throws AudioException {
        // given
        decoder.decode(flac());
        decoder.finish();
        transcoder.exited = true;

        // when / then
        assertThat(decoder.takeSamples()).isEmpty();
        assertThat(decoder.finished()).isTrue();
    }

    @Test
    void refusesHoursOfAudioInFewBytes() throws AudioException {
        // given
        decoder.decode(flac());
        byte[] minute = new byte[60 * 2 * RATE];
        transcoder.output.add(
                ByteBuffer.wrap(concat(riff(), fmt(1, RATE, 1, 16), chunk("data", UNKNOWN_SIZE, new byte[0]))));

        // when / then
        assertThatThrownBy(() -> {
                    for (int minutes = 0; minutes < 120; minutes++) {
                        transcoder.output.add(ByteBuffer.wrap(minute));
                        decoder.takeSamples();
                    }
                })
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("8 bytes of FLAC hold more than 3660 s of audio")
                .hasMessageContaining("at least 250 bytes a second are needed after 3600 s");
    }

    @Test
    void refusesStreamThatEndsInsideAnOggPage() throws AudioException {
        // given
        byte[] file = CompressedFiles.read("counting.opus");
        decoder.decode(ByteBuffer.wrap(file, 0, file.length - 10));
        decoder.finish();

        // when
        transcoder.exited = true;

        // then
        assertThatThrownBy(decoder::takeSamples)
                .hasMessageContaining("the Ogg audio is damaged, cut off")
                .hasMessageContaining("its last part is incomplete");
    }

    @Test
    void resumesNoStreamInsideCompressedAudio() throws AudioException {
        // when
        decoder.decode(flac());

        // then
        assertThat(decoder.betweenSamples()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
    void refusesCompressedAudioThatIsDeclaredAsAnother(Encoding encoding) throws AudioException {
        // given
        var declared =
                AudioDecoder.of(AudioFormat.of(encoding, RATE, 1), AudioObserver.NOOP, (_, _) -> transcoder, () -> {});

        // when / then
        assertThatThrownBy(() -> declared.decode(flac()))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("the audio is FLAC, but the request declares the encoding " + encoding)
                .hasMessageContaining("declare none, or send that");
    }

    @Test
    void namesTheOptionWithoutTranscoder() {
        // when / then
        assertThatThrownBy(() -> AudioDecoder.of(AudioFormat.UNSPECIFIED).decode(flac()))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("FLAC")
                .hasMessageContaining("send WAV")
                .hasMessageContaining("--ffmpeg");
    }

    private static ByteBuffer flac() {
        return ByteBuffer.wrap(ascii("fLaC\0\0\0\0"));
    }
}
