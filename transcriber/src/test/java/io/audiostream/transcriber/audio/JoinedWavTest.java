package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.ascii;
import static io.audiostream.transcriber.audio.WavFiles.chunk;
import static io.audiostream.transcriber.audio.WavFiles.concat;
import static io.audiostream.transcriber.audio.WavFiles.fmt;
import static io.audiostream.transcriber.audio.WavFiles.pcm16;
import static io.audiostream.transcriber.audio.WavFiles.riff;
import static io.audiostream.transcriber.audio.WavFiles.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import io.audiostream.transcriber.audio.AudioObserver.DropReason;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that hold more than one WAV header, and what follows the audio of a WAV file. */
class JoinedWavTest {

    private static final byte[] FIRST = pcm16(16384, -16384);
    private static final byte[] SECOND = pcm16(8192, 0, -8192);
    private static final float[] BOTH = {0.5f, -0.5f, 0.25f, 0, -0.25f};

    static Stream<Arguments> joinedStreams() {
        byte[] header = concat(riff(), fmt(1, 16_000, 1, 16));
        byte[] second = concat(header, chunk("data", SECOND.length, SECOND));
        return Stream.of(
                joined("two files", concat(wav(1, 16_000, 1, 16, FIRST), second)),
                joined("files of unknown size", concat(header, chunk("data", 0xFFFF_FFFFL, FIRST), second)),
                joined("a file of size 0", concat(header, chunk("data", 0, FIRST), second)),
                joined("a file whose size is too large", concat(header, chunk("data", 1_000_000, FIRST), second)),
                joined("raw PCM and a file", concat(FIRST, second)),
                joined(
                        "a chunk between the files",
                        concat(wav(1, 16_000, 1, 16, FIRST), chunk("LIST", 4, ascii("INFO")), second)),
                joined(
                        "a chunk cut off by a file",
                        concat(wav(1, 16_000, 1, 16, FIRST), chunk("LIST", 4_000, ascii("INFO")), second)),
                joined("another width", concat(wav(1, 16_000, 1, 8, new byte[] {(byte) 192, 64}), second)),
                joined(
                        "an odd size without padding",
                        concat(
                                wav(1, 16_000, 1, 24, new byte[] {0, 0, 0x40}),
                                wav(1, 16_000, 1, 24, new byte[] {0, 0, (byte) 0xC0}),
                                second)),
                joined(
                        "an odd size with padding",
                        concat(
                                wav(1, 16_000, 1, 24, new byte[] {0, 0, 0x40}),
                                new byte[1],
                                wav(1, 16_000, 1, 24, new byte[] {0, 0, (byte) 0xC0}),
                                new byte[1],
                                second)),
                joined("two data chunks", concat(wav(1, 16_000, 1, 16, FIRST), chunk("data", SECOND.length, SECOND))),
                joined("a header without audio", concat(wav(1, 16_000, 1, 16, FIRST), riff(), second)),
                joined("a file that begins twice", concat(riff(), wav(1, 16_000, 1, 16, FIRST), second)));
    }

    private static Arguments joined(String name, byte[] stream) {
        return Arguments.argumentSet(name, (Object) stream);
    }

    /** Every piece has another number of bytes, so that headers and samples are split everywhere. */
    @ParameterizedTest
    @MethodSource("joinedStreams")
    void joinsAudioHoweverBytesAreSplit(byte[] stream) throws AudioException {
        for (int size = 1; size <= stream.length; size++) {
            // when / then
            assertThat(new Decoding(AudioFormat.UNSPECIFIED).decode(stream, size))
                    .as("pieces of %d bytes", size)
                    .containsExactly(BOTH);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCM_S16LE", "WAV", "AUTO"})
    void readsHeaderWhateverClientDeclares(Encoding encoding) throws AudioException {
        // given
        byte[] stream = concat(wav(1, 16_000, 1, 16, FIRST), wav(1, 16_000, 1, 16, SECOND));

        // when / then
        assertThat(new Decoding(AudioFormat.of(encoding, 48_000, 2)).decode(stream, 7))
                .containsExactly(BOTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 22_050, 44_100, 48_000})
    void resamplesEachFileFromItsRate(int rate) throws AudioException {
        // given
        byte[] second = wav(1, rate, 1, 16, new byte[2 * rate]);

        // when / then
        assertThat(Decoding.of(concat(wav(1, 16_000, 1, 16, new byte[32_000]), second, second)))
                .hasSize(3 * 16_000);
    }

    @Test
    void resamplesFilesOfOneRateWithoutSeam() throws AudioException {
        // given
        byte[] tone = tone(48_000, 4_800);
        byte[] pieces = {};
        for (int from = 0; from < tone.length; from += 960) {
            byte[] piece = Arrays.copyOfRange(tone, from, from + 960);
            boolean wide = from / 960 % 3 == 2;
            pieces = concat(pieces, wav(1, 48_000, 1, wide ? 24 : 16, wide ? to24Bits(piece) : piece));
        }

        // when / then
        assertThat(Decoding.of(pieces)).isEqualTo(Decoding.of(wav(1, 48_000, 1, 16, tone)));
    }

    private static byte[] to24Bits(byte[] pcm16) {
        byte[] wide = new byte[pcm16.length / 2 * 3];
        for (int i = 0; i < pcm16.length / 2; i++) {
            wide[3 * i + 1] = pcm16[2 * i];
            wide[3 * i + 2] = pcm16[2 * i + 1];
        }
        return wide;
    }

    private static byte[] tone(int rate, int samples) {
        int[] tone = new int[samples];
        Arrays.setAll(tone, i -> (int) (20_000 * Math.sin(2 * Math.PI * 440 * i / rate)));
        return pcm16(tone);
    }

    @Test
    void namesLaterHeaderThatIsNotSupported() {
        // given
        byte[] unsupported = wav(2, 8_000, 1, 4, new byte[4]);

        // when / then
        assertThatThrownBy(() -> Decoding.of(concat(wav(1, 16_000, 1, 16, FIRST), unsupported)))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("WAV header 2 of the stream, at byte 48")
                .hasMessageContaining("ADPCM of 4 bits");
        assertThatThrownBy(() -> Decoding.of(concat(FIRST, unsupported)))
                .hasMessageContaining("WAV header 1 of the stream, at byte 4");
    }

    static Stream<Arguments> streamsWithDroppedBytes() {
        byte[] file = wav(1, 16_000, 1, 16, FIRST);
        return Stream.of(
                dropping("half a sample at the end", DropReason.INCOMPLETE_SAMPLE, 1, concat(FIRST, new byte[1])),
                dropping(
                        "a WAV file that ends in a sample",
                        DropReason.INCOMPLETE_SAMPLE,
                        1,
                        concat(riff(), fmt(1, 16_000, 1, 16), chunk("data", 400, FIRST), new byte[1])),
                dropping(
                        "a WAV header inside a sample",
                        DropReason.INCOMPLETE_SAMPLE,
                        1,
                        concat(FIRST, new byte[1], wav(1, 16_000, 1, 16, new byte[0]))),
                dropping(
                        "a second header that is cut off",
                        DropReason.INCOMPLETE_HEADER,
                        20,
                        concat(file, riff(), ascii("fmt "), new byte[] {16, 0, 0, 0})),
                dropping(
                        "an unknown chunk",
                        DropReason.AFTER_WAV_DATA,
                        4,
                        concat(file, chunk("Xtra", 4, ascii("abcd")))),
                dropping("junk", DropReason.AFTER_WAV_DATA, 10, concat(file, ascii("\1\2\3\4\5\6\7\1\2\3"))),
                dropping(
                        "an MP3 tag of 10 kB",
                        DropReason.AFTER_WAV_DATA,
                        10_000,
                        concat(file, ascii("ID3\4" + "x".repeat(9_996)))));
    }

    private static Arguments dropping(String name, DropReason reason, long bytes, byte[] stream) {
        return Arguments.argumentSet(name, reason, bytes, stream);
    }

    @ParameterizedTest
    @MethodSource("streamsWithDroppedBytes")
    void reportsDroppedBytesAndKeepsAudio(DropReason reason, long bytes, byte[] stream) throws AudioException {
        for (int size : new int[] {1, 3, 5, stream.length}) {
            // given
            var decoding = new Decoding(AudioFormat.UNSPECIFIED);

            // when
            float[] samples = decoding.decode(stream, size);

            // then
            assertThat(samples).containsExactly(0.5f, -0.5f);
            assertThat(decoding.dropped).isEqualTo(Map.of(reason, bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIST", "id3 ", "JUNK"})
    void dropsNothingThatIsKnownToBeMetadata(String name) throws AudioException {
        // given
        var decoding = new Decoding(AudioFormat.UNSPECIFIED);

        // when
        decoding.decode(concat(wav(1, 16_000, 1, 16, FIRST), chunk(name, 4, ascii("abcd")), new byte[6_000]), 13);

        // then
        assertThat(decoding.dropped).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void findsChunkAfterDataOfOddSize(int padding) throws AudioException {
        // given
        var decoding = new Decoding(AudioFormat.UNSPECIFIED);
        byte[] file = wav(1, 16_000, 1, 8, new byte[] {(byte) 192});

        // when
        float[] samples = decoding.decode(concat(file, new byte[padding], chunk("LIST", 4, ascii("INFO"))), 5);

        // then
        assertThat(samples).containsExactly(0.5f);
        assertThat(decoding.dropped).isEmpty();
    }

    @Test
    void refusesAudioBeyondSizeInHeader() {
        // given
        byte[] stream = concat(wav(1, 16_000, 1, 16, FIRST), tone(16_000, 16_000));

        // when / then
        assertThatThrownBy(() -> Decoding.of(stream))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("declares 4 bytes of audio");
    }
}
