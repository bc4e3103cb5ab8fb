package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.ascii;
import static io.audiostream.transcriber.audio.WavFiles.chunk;
import static io.audiostream.transcriber.audio.WavFiles.concat;
import static io.audiostream.transcriber.audio.WavFiles.floats;
import static io.audiostream.transcriber.audio.WavFiles.fmt;
import static io.audiostream.transcriber.audio.WavFiles.pcm16;
import static io.audiostream.transcriber.audio.WavFiles.riff;
import static io.audiostream.transcriber.audio.WavFiles.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioDecoderTest {

    private static final int[] SAMPLES = {0, 16384, -16384, 32767, -32768, 1};
    private static final float[] AS_FLOATS = {0, 0.5f, -0.5f, 32767 / 32768f, -1, 1 / 32768f};

    @Test
    void decodesBytesWithoutHeaderAsPcm16() throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, pcm16(SAMPLES))).containsExactly(AS_FLOATS);
    }

    @Test
    void decodesWavAfterRiffHeader() throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, wav(1, 16_000, 1, 16, pcm16(SAMPLES))))
                .containsExactly(AS_FLOATS);
    }

    @Test
    void clampsFloatsToFullScale() throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.of(Encoding.PCM_F32LE, 16_000, 1), floats(0.25f, -0.75f, 1.5f, -9f)))
                .containsExactly(0.25f, -0.75f, 1f, -1f);
    }

    @Test
    void averagesTwoChannels() throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.of(Encoding.PCM_S16LE, 16_000, 2), pcm16(16384, 0, -16384, -16384)))
                .containsExactly(0.25f, -0.5f);
    }

    static Stream<Arguments> wavFormats() {
        return Stream.of(
                Arguments.of("8 bit", wav(1, 16_000, 1, 8, new byte[] {(byte) 192, 64})),
                Arguments.of("16 bit", wav(1, 16_000, 1, 16, pcm16(16384, -16384))),
                Arguments.of("24 bit", wav(1, 16_000, 1, 24, new byte[] {0, 0, 0x40, 0, 0, (byte) 0xC0})),
                Arguments.of("32 bit", wav(1, 16_000, 1, 32, new byte[] {0, 0, 0, 0x40, 0, 0, 0, (byte) 0xC0})),
                Arguments.of("float", wav(3, 16_000, 1, 32, floats(0.5f, -0.5f))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wavFormats")
    void decodesEveryWidthOfWav(String name, byte[] file) throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, file)).containsExactly(0.5f, -0.5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 13, 64})
    void givesSameSamplesHoweverBytesAreSplit(int size) throws AudioException {
        // given
        byte[] file = concat(
                riff(),
                chunk("LIST", 5, concat(ascii("INFOx"), new byte[1])),
                fmt(1, 16_000, 1, 16),
                chunk("data", 0xFFFF_FFFFL, pcm16(SAMPLES)));

        // when / then
        assertThat(decodeInPiecesOf(size, file)).containsExactly(AS_FLOATS);
    }

    /** Broadcast Wave: its chunk {@code bext} of 602 bytes or more comes first. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 10_000})
    void decodesBroadcastWaveBehindTag(int size) throws AudioException {
        // given
        byte[] file = concat(
                Tags.id3WithPicture(2_000),
                riff(),
                chunk("bext", 603, new byte[604]),
                fmt(1, 16_000, 1, 16),
                chunk("data", 12, pcm16(SAMPLES)),
                chunk("iXML", 20, new byte[20]));

        // when / then
        assertThat(new Decoding(AudioFormat.UNSPECIFIED).decode(file, size)).containsExactly(AS_FLOATS);
    }

    @Test
    void doesNotResumeInsideTag() throws AudioException {
        // given
        var decoder = AudioDecoder.of(AudioFormat.UNSPECIFIED);
        byte[] tag = Tags.id3WithPicture(100);

        // when
        decoder.decode(ByteBuffer.wrap(tag, 0, 50));

        // then
        assertThat(decoder.betweenSamples()).isFalse();
    }

    @Test
    void refusesTagWithoutAudio() {
        // when / then
        assertThatThrownBy(() -> decode(AudioFormat.UNSPECIFIED, Tags.id3WithPicture(100)))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("bytes end with an ID3 tag, before any audio");
    }

    @Test
    void ignoresChunksAfterWavData() throws AudioException {
        // given
        byte[] file = concat(
                riff(), fmt(1, 16_000, 1, 16), chunk("data", 4, pcm16(16384, -16384)), chunk("LIST", 4, ascii("junk")));

        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, file)).containsExactly(0.5f, -0.5f);
    }

    @Test
    void resamplesWav() throws AudioException {
        // given
        byte[] second = pcm16(new int[44_100]);

        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, wav(1, 44_100, 1, 16, second)))
                .hasSize(16_000);
    }

    @Test
    void averagesMoreThanTwoChannels() throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, wav(1, 16_000, 4, 16, pcm16(16384, 16384, -16384, 0))))
                .containsExactly(0.125f);
    }

    @ParameterizedTest
    @ValueSource(ints = {88_200, 96_000, 192_000})
    void resamplesHighRates(int rate) throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, wav(1, rate, 1, 16, new byte[rate])))
                .hasSize(8_000);
    }

    static Stream<Arguments> rawEncodings() {
        return Stream.of(
                Arguments.of(Encoding.PCM_S24LE, new byte[] {0, 0, 0x40, 0, 0, (byte) 0xC0}),
                Arguments.of(Encoding.PCM_S32LE, new byte[] {0, 0, 0, 0x40, 0, 0, 0, (byte) 0xC0}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rawEncodings")
    void decodesRawIntegersOfDeclaredWidth(Encoding encoding, byte[] bytes) throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.of(encoding, 16_000, 1), bytes)).containsExactly(0.5f, -0.5f);
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("RIFF but not WAVE", "'RIFFAVI '", ascii("RIFFxxxxAVI rest"), 16),
                Arguments.of("cut off header", "cut off", riff(), 12),
                Arguments.of("data before fmt", "before its fmt", concat(riff(), chunk("data", 2, pcm16(1))), 22),
                Arguments.of(
                        "fmt too long", "1000000 bytes", concat(riff(), chunk("fmt ", 1_000_000, new byte[20])), 40),
                Arguments.of("ADPCM", "ADPCM of 4 bits", wav(2, 8_000, 1, 4, new byte[4]), 48),
                Arguments.of("12 bit", "PCM of 12 bits", wav(1, 16_000, 1, 12, new byte[4]), 48),
                Arguments.of("64-bit float", "floats of 64 bits", wav(3, 16_000, 1, 64, new byte[16]), 60),
                Arguments.of("unheard of", "format 4660 of 16 bits", wav(0x1234, 16_000, 1, 16, pcm16(1)), 46),
                Arguments.of("24 bits in 4 bytes", "4 bytes a frame", framesOfFourBytes(), 52),
                Arguments.of("two formats", "two fmt chunks", twoFormats(), 64),
                Arguments.of("4 kHz", "4000 Hz", wav(1, 4_000, 1, 16, pcm16(1, 2)), 48),
                Arguments.of("384 kHz", "384000 Hz", wav(1, 384_000, 1, 16, pcm16(1, 2)), 48),
                Arguments.of("9 channels", "9 channels", wav(1, 16_000, 9, 16, new byte[18]), 62),
                Arguments.of("no channels", "0 channels", wav(1, 16_000, 0, 16, pcm16(1, 2)), 48),
                Arguments.of("not a number", "NaN", wav(3, 16_000, 1, 32, floats(0, Float.NaN)), 52),
                Arguments.of("infinite", "Infinity", wav(3, 16_000, 1, 32, floats(0, Float.POSITIVE_INFINITY)), 52));
    }

    private static byte[] framesOfFourBytes() {
        byte[] file = wav(1, 16_000, 1, 24, new byte[8]);
        file[32] = 4;
        return file;
    }

    private static byte[] twoFormats() {
        return concat(riff(), fmt(1, 16_000, 1, 16), fmt(3, 16_000, 1, 32), chunk("data", 4, floats(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void refusesUnsupportedAudioWithValueSeen(String name, String seen, byte[] bytes, int length) {
        // given
        byte[] audio = Arrays.copyOf(bytes, Math.min(length, bytes.length));

        // when / then
        assertThatThrownBy(() -> decode(AudioFormat.UNSPECIFIED, audio))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining(seen)
                .extracting(failure -> ((AudioException) failure).field())
                .isEqualTo("audio_data");
    }

    @Test
    void readsFormatOfExtensibleHeader() throws AudioException {
        // given
        byte[] plain = fmt(0xFFFE, 16_000, 1, 16);
        byte[] more = new byte[24];
        more[8] = 1; // PCM
        byte[] fmt = chunk("fmt ", 40, concat(Arrays.copyOfRange(plain, 8, 24), more));

        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, concat(riff(), fmt, chunk("data", 4, pcm16(16384, -16384)))))
                .containsExactly(0.5f, -0.5f);
    }

    @Test
    void decodesTruncatedWavData() throws AudioException {
        // given
        byte[] file = concat(riff(), fmt(1, 16_000, 1, 16), chunk("data", 4_000, pcm16(16384, -16384)));

        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, file)).containsExactly(0.5f, -0.5f);
    }

    @Test
    void skipsHugeChunkWithoutAllocatingIt() throws AudioException {
        // given
        var decoder = AudioDecoder.of(AudioFormat.UNSPECIFIED);

        // when
        float[] samples = decoder.decode(ByteBuffer.wrap(concat(riff(), chunk("LIST", 0xFFFF_FFFEL, pcm16(1, 2)))));

        // then
        assertThat(samples).isEmpty();
        assertThatThrownBy(decoder::finish).hasMessageContaining("cut off");
    }

    @Test
    void namesFieldOfInvalidRateOrChannels() {
        // when / then
        assertThatThrownBy(() -> AudioFormat.of(Encoding.PCM_S16LE, 192_001, 1))
                .hasMessageContaining("192001")
                .extracting(failure -> ((AudioException) failure).field())
                .isEqualTo("metadata.sample_rate_hertz");
        assertThatThrownBy(() -> AudioFormat.of(Encoding.PCM_S16LE, 48_000, 0))
                .extracting(failure -> ((AudioException) failure).field())
                .isEqualTo("metadata.channels");
    }

    @Test
    void decodesEmptyStreamToNoSamples() throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, new byte[0])).isEmpty();
    }

    @Test
    void decodesSingleSample() throws AudioException {
        // when / then
        assertThat(decode(AudioFormat.UNSPECIFIED, pcm16(16384))).containsExactly(new float[] {0.5f}, within(1e-6f));
    }

    private static float[] decode(AudioFormat format, byte[] bytes) throws AudioException {
        return new Decoding(format).decode(bytes, bytes.length);
    }

    private static float[] decodeInPiecesOf(int size, byte[] bytes) throws AudioException {
        return new Decoding(AudioFormat.UNSPECIFIED).decode(bytes, size);
    }
}
