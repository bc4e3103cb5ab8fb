package io.audiostream.transcriber.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import io.audiostream.transcriber.audio.AudioObserver;
import io.audiostream.transcriber.audio.Transcoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AudioIntakeTest {

    private static final int SECONDS = 20;

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("16-bit, 16 kHz", raw(Encoding.PCM_S16LE, 16_000, 1), new byte[SECONDS * 32_000]),
                Arguments.of("16-bit, 8 kHz", raw(Encoding.PCM_S16LE, 8_000, 1), new byte[SECONDS * 16_000]),
                Arguments.of("float, 48 kHz, stereo", raw(Encoding.PCM_F32LE, 48_000, 2), new byte[SECONDS * 384_000]),
                Arguments.of("8-bit WAV, 8 kHz", AudioFormat.UNSPECIFIED, wav(8_000, 8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void slicesChunkIntoSecondsAtMost(String name, AudioFormat format, byte[] bytes) throws Exception {
        // given
        var intake = new AudioIntake(format, AudioObserver.NOOP, Transcoder.Factory.NONE, () -> {});
        var consumed = new AtomicInteger();
        intake.add(0, ByteBuffer.wrap(bytes), consumed::incrementAndGet);

        // when
        List<Integer> lengths = new ArrayList<>();
        int received = 0;
        for (AudioIntake.Slice slice = intake.next(0); slice != null; slice = intake.next(received)) {
            assertThat(consumed).as("chunks consumed before the end").hasValue(0);
            received += slice.channels()[0].length;
            lengths.add(slice.channels()[0].length);
            slice.onProcessed().run();
        }

        intake.end();
        AudioIntake.Slice rest = intake.next(received);
        received += rest == null ? 0 : rest.channels()[0].length;

        // then
        assertThat(lengths).allMatch(length -> length <= 16_000);
        assertThat(received).isEqualTo(SECONDS * 16_000);
        assertThat(consumed).hasValue(1);
        assertThat(intake.exhausted()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void resumesWithChunkOfWhichSlicesAreLeft(String name, AudioFormat format, byte[] bytes) throws Exception {
        // given
        var intake = new AudioIntake(format, AudioObserver.NOOP, Transcoder.Factory.NONE, () -> {});
        intake.add(7, ByteBuffer.wrap(bytes), () -> {});

        // when
        int received = 0;
        while (received < 16_000) {
            received += intake.next(received).channels()[0].length;
        }

        // then
        assertThat(intake.hasAudio()).isTrue();
        assertThat(intake.chunkAt(received, received)).isEqualTo(7);
    }

    private static AudioFormat raw(Encoding encoding, int rate, int channels) {
        return new AudioFormat(encoding, rate, channels);
    }

    private static byte[] wav(int rate, int bits) {
        int bytes = SECONDS * rate * bits / 8;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + bytes).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * bits / 8);
        wav.putShort((short) (bits / 8))
                .putShort((short) bits)
                .put(ascii("data"))
                .putInt(bytes);
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
