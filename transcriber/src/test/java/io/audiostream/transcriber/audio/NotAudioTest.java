package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.ascii;
import static io.audiostream.transcriber.audio.WavFiles.concat;
import static io.audiostream.transcriber.audio.WavFiles.pcm16;
import static io.audiostream.transcriber.audio.WavFiles.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are not audio that the decoder reads, and audio that resembles them. */
class NotAudioTest {

    private static final int RATE = 16_000;

    static Stream<Arguments> filesWithSignature() {
        return Stream.of(
                Arguments.of("MP3", ascii("ID3\u0004rest")),
                Arguments.of("FLAC", ascii("fLaCrest")),
                Arguments.of("FLAC", ascii("fLaC")),
                Arguments.of("Ogg", ascii("OggSrest")),
                Arguments.of("WebM", bytes(0x1A, 0x45, 0xDF, 0xA3, 1, 2, 3, 4)),
                Arguments.of("a part of a WebM file", bytes(0x1F, 0x43, 0xB6, 0x75, 1, 2, 3, 4)),
                Arguments.of("M4A", ascii("\0\0\0\u001CftypM4A ")),
                Arguments.of("a part of an MP4", ascii("\0\0\0\u001Cstypmsdh")),
                Arguments.of("a part of an MP4", ascii("\0\0\1\0moof\0\0\0\u0010mfhd")),
                Arguments.of("AIFF", ascii("FORMxxxxAIFF")),
                Arguments.of("CAF", ascii("caff\0\u0001\0\0desc")),
                Arguments.of("RIFX, a WAV file with big-endian numbers", ascii("RIFXxxxxWAVE")),
                Arguments.of("RF64, a WAV file over 4 GiB", ascii("RF64xxxxWAVEds64")),
                Arguments.of("Wave64, a WAV file", concat(ascii("riff"), bytes(0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6))),
                Arguments.of("an MPEG transport stream", transportStream()),
                Arguments.of("MP2", mp2()),
                Arguments.of("AU", ascii(".snd\0\0\0\u0018")),
                Arguments.of("PDF", ascii("%PDF-1.7\n")),
                Arguments.of("PNG", bytes(0x89, 'P', 'N', 'G', 13, 10, 26, 10)),
                Arguments.of("JPEG", bytes(0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 'J', 'F')),
                Arguments.of("ZIP", bytes('P', 'K', 3, 4, 20, 0, 0, 0)),
                Arguments.of("gzip", bytes(0x1F, 0x8B, 8, 0, 0, 0, 0, 0)),
                Arguments.of("MP3", mp3(417)),
                Arguments.of("AAC", adts(300, 400)));
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] utf16(String text, boolean bigEndian) {
        return text.getBytes(bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
    }

    static Stream<Arguments> text() {
        return Stream.of(
                Arguments.of("HTML that begins with '<!DOCTYPE html>", ascii("<!DOCTYPE html>\n<html><body>502 Bad")),
                Arguments.of("HTML", ascii("\r\n <html lang=\"en\">" + "x".repeat(5_000))),
                Arguments.of("XML", ascii("<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>")),
                Arguments.of("JSON", ascii("{\"error\":1}")),
                Arguments.of("text that begins with '[playlist]", ascii("[playlist]\nFile1=/etc/passwd\n")),
                Arguments.of("JSON that begins with '[ {", ascii("[\n  {\"a\": \"b\"}]")),
                Arguments.of(
                        "text that begins with 'Ελληνικά", "Ελληνικά, με λατινικά".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("text that begins with 'Bonjour à tous", latin1("Bonjour à tous, café crème.\n")),
                Arguments.of("HTML", utf16("\uFEFF<html><body>Fehler für alle</body></html>", false)),
                Arguments.of("text that begins with 'not audio", utf16("\uFEFFnot audio\r\n", true)),
                Arguments.of("text", ("\uFEFF" + "質問があります。".repeat(100)).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"filesWithSignature", "text"})
    void namesWhatBytesAre(String name, byte[] bytes) {
        for (Encoding encoding : Encoding.values()) {
            // WAV has a signature of its own, whose absence is reported.
            String seen = encoding == Encoding.WAV && name.matches("(HTML|XML|JSON|text).*") ? "not a WAV file" : name;
            for (int size : new int[] {1, 7, bytes.length}) {
                // when / then
                assertThatThrownBy(() -> new Decoding(AudioFormat.of(encoding, RATE, 1)).decode(bytes, size))
                        .as("%s in pieces of %d", encoding, size)
                        .isInstanceOf(AudioException.class)
                        .hasMessageContaining(seen)
                        .extracting(failure -> ((AudioException) failure).field())
                        .isEqualTo("audio_data");
            }
        }
    }

    /** The beginning of the file is missing, or the file is encrypted. */
    static Stream<Arguments> compressed() throws IOException {
        return Stream.of(
                Arguments.argumentSet("random", (Object) random(100_000)),
                Arguments.argumentSet("deflate", (Object) deflated()),
                Arguments.argumentSet("AAC", (Object) frames(180, bytes(0xFF, 0xF1, 0x50, 0x80))),
                Arguments.argumentSet(
                        "Opus of 24 kbit/s in WebM", (Object) frames(60, bytes(0xA3, 0x40, 0x42, 0x81, 0x80, 0x7B))),
                Arguments.argumentSet(
                        "Opus of 128 kbit/s in WebM", (Object) frames(320, bytes(0xA3, 0x41, 0x46, 0x81, 0x80, 0xFC))));
    }

    @ParameterizedTest
    @MethodSource("compressed")
    void refusesSlicesOfCompressedFile(byte[] file) {
        var random = new Random(5);
        for (int i = 0; i < 20; i++) {
            int from = 7 + random.nextInt(file.length - 20_000);
            for (int length : new int[] {1_500, 10_000}) {
                // given
                byte[] slice = Arrays.copyOfRange(file, from, from + length);

                // when / then
                assertThatThrownBy(() -> Decoding.of(slice))
                        .as("%d bytes from %d", length, from)
                        .isInstanceOf(AudioException.class)
                        .hasMessageContaining("compressed or encrypted data");
            }
        }
    }

    @Test
    void refusesCompressedDataAfterSilence() {
        // given
        byte[] bytes = concat(new byte[20_000], random(20_000));

        // when / then
        assertThatThrownBy(() -> new Decoding(AudioFormat.UNSPECIFIED).decode(bytes, 700))
                .hasMessageContaining("compressed");
    }

    static Stream<Arguments> loudAudio() {
        var random = new Random(11);
        return Stream.of(
                sound("noise of -40 dB", i -> 0.01 * random.nextGaussian()),
                sound("noise of -20 dB", i -> 0.1 * random.nextGaussian()),
                sound("noise of -10 dB", i -> 0.3 * random.nextGaussian()),
                sound("noise of -6 dB", i -> 0.5 * random.nextGaussian()),
                sound("noise of -3 dB, clipped", i -> 0.7 * random.nextGaussian()),
                sound("noise beyond full scale, clipped", i -> 2 * random.nextGaussian()),
                sound("uniform noise of half scale", i -> random.nextDouble() - 0.5),
                sound("uniform noise of 0.8 of full scale", i -> 1.6 * random.nextDouble() - 0.8),
                sound("a square wave", i -> i / 20 % 2 * 2 - 1),
                sound("a sine of full scale", i -> Math.sin(i * 0.3)),
                sound("a sine near the Nyquist frequency", i -> Math.sin(i * 3.1)),
                sound("a sawtooth", i -> i * 0.0275 % 2 - 1),
                sound("a high sawtooth", i -> i * 0.39 % 2 - 1),
                sound("a chord", i -> 0.4 * (Math.sin(i * 0.1) + Math.sin(i * 0.126) + Math.sin(i * 0.15))),
                sound("a sweep", i -> Math.sin(i * i * 0.0001)),
                sound("silence", i -> 0),
                sound("a constant", i -> 0.4),
                sound("drums", i -> random.nextGaussian() * Math.exp(-30.0 * (i % 8_000) / RATE)));
    }

    private static Arguments sound(String name, IntToDoubleFunction samples) {
        int[] pcm = new int[2 * RATE];
        Arrays.setAll(pcm, i -> (int) Math.clamp(32_768 * samples.applyAsDouble(i), -32_768, 32_767));
        return Arguments.argumentSet(name, (Object) pcm16(pcm));
    }

    @ParameterizedTest
    @MethodSource("loudAudio")
    void acceptsEverySoundAtAnyLengthAndOffset(byte[] pcm) {
        for (int length : new int[] {2, 16, 256, 512, 1_024, 4_096, pcm.length}) {
            for (int from : new int[] {0, 1_111, 5_000}) {
                byte[] part = Arrays.copyOfRange(pcm, from / 2 * 2, Math.min(pcm.length, from / 2 * 2 + length));

                // when / then
                assertThatCode(() -> new Decoding(AudioFormat.UNSPECIFIED).decode(part, 999))
                        .as("%d bytes from %d", length, from)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** Each start is a stream of its own, as when a client resumes. */
    @ParameterizedTest
    @ValueSource(strings = {"jfk", "en_counting", "es_pangrama"})
    void acceptsSpeechFromAnywhere(String clip) throws IOException {
        byte[] file = Files.readAllBytes(Path.of("../dev/audio/" + clip + ".wav"));
        for (double gain : new double[] {0.01, 1, 4, 20}) {
            byte[] pcm = amplified(file, gain);
            for (int from = 0; from < pcm.length; from += 1_024) {
                byte[] part = Arrays.copyOfRange(pcm, from, Math.min(pcm.length, from + 2_048));

                // when / then
                assertThatCode(() -> Decoding.of(part))
                        .as("from %d, %s times", from, gain)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void acceptsRandomDataAsWav() throws AudioException {
        // when / then
        assertThat(Decoding.of(wav(1, RATE, 1, 16, random(20_000)))).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 64, 100_000})
    void decodesSampleThatResemblesFrameHeader(int size) throws AudioException {
        for (byte[] header : new byte[][] {mp3(417), mp2(), adts(300, 400), transportStream()}) {
            // given
            byte[] pcm = new byte[2_000];
            System.arraycopy(header, 0, pcm, 0, 7);

            // when / then
            assertThat(new Decoding(AudioFormat.UNSPECIFIED).decode(pcm, size)).hasSize(1_000);
        }
    }

    private static byte[] amplified(byte[] wav, double gain) {
        int[] samples = new int[wav.length / 2 - 22];
        Arrays.setAll(samples, i -> {
            int at = 44 + 2 * i;
            double sample = gain * (short) (wav[at] & 0xFF | wav[at + 1] << 8);
            return (int) Math.clamp(sample, -32_768, 32_767);
        });
        return pcm16(samples);
    }

    /** Frames of about {@code size} random bytes after a header. */
    private static byte[] frames(int size, byte[] header) {
        var random = new Random(size);
        byte[] all = {};
        for (int i = 0; all.length < 60_000; i++) {
            byte[] body = new byte[size * 4 / 5 + random.nextInt(size * 2 / 5)];
            random.nextBytes(body);
            all = concat(all, header, bytes(i >> 8, i), body);
        }
        return all;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] deflated() throws IOException {
        var random = new Random(2);
        var compressed = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(compressed)) {
            for (int i = 0; i < 200_000; i++) {
                out.write((int) (8 * random.nextGaussian()));
            }
        }
        return compressed.toByteArray();
    }

    /** Two MP3 frames of 128 kbit/s at 44.1 kHz. */
    private static byte[] mp3(int frameLength) {
        byte[] file = new byte[2 * frameLength];
        for (int at = 0; at < file.length; at += frameLength) {
            System.arraycopy(bytes(0xFF, 0xFB, 0x90, 0x64), 0, file, at, 4);
        }
        return file;
    }

    /** Two MP2 frames of 128 kbit/s at 16 kHz. */
    private static byte[] mp2() {
        byte[] frame = new byte[1_152];
        System.arraycopy(bytes(0xFF, 0xF5, 0xC8, 0xC4), 0, frame, 0, 4);
        return concat(frame, frame);
    }

    /** Three packets, the first with a table, as ffmpeg begins a file. */
    private static byte[] transportStream() {
        byte[] packet = new byte[188];
        System.arraycopy(bytes(0x47, 0x40, 0x11, 0x10), 0, packet, 0, 4);
        return concat(packet, packet, packet);
    }

    /** Two AAC frames of 44.1 kHz. */
    private static byte[] adts(int... frameLengths) {
        byte[] file = {};
        for (int length : frameLengths) {
            byte[] frame = Arrays.copyOf(
                    bytes(0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3, length << 5 | 0x1F, 0xFC), length);
            file = concat(file, frame);
        }
        return file;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
