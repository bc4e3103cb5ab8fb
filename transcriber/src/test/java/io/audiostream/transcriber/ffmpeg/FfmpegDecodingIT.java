package io.audiostream.transcriber.ffmpeg;

import static io.audiostream.transcriber.audio.WavFiles.concat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.audio.AudioDecoder;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.CompressedFiles;
import io.audiostream.transcriber.audio.StreamableMp4;
import io.audiostream.transcriber.audio.Tags;
import io.audiostream.transcriber.engine.TestModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each format, whole, cut off and damaged, decoded by the real ffmpeg. */
class FfmpegDecodingIT {

    private static final int RATE = 16_000;
    private static final int FRAME = RATE / 20;
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();

    private static FfmpegProgram program;
    private static float[] original;

    @BeforeAll
    static void load() throws IOException, AudioException {
        program = FfmpegProgram.load(TestModel.ffmpeg(), TIMER);
        byte[] wav = Files.readAllBytes(Path.of("../dev/audio/en_counting.wav"));
        original = AudioDecoder.of(AudioFormat.UNSPECIFIED).decode(ByteBuffer.wrap(wav));
    }

    @AfterAll
    static void stopTimer() {
        TIMER.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "counting.mp3",
                "counting.aac",
                "counting.flac",
                "counting.opus",
                "counting.ogg",
                "counting.webm",
                "counting.m4a",
                "fragmented.mp4",
                "counting.amr"
            })
    void decodesTheWholeRecording(String name) throws AudioException {
        for (int size : new int[] {100, 1_000_000}) {
            // when
            float[] decoded = decode(CompressedFiles.read(name), size);

            // then
            assertThat(decoded.length / (double) RATE)
                    .as("seconds, in pieces of %d", size)
                    .isCloseTo(original.length / (double) RATE, within(0.2));
            assertThat(correlation(original, decoded))
                    .as("likeness of loudness")
                    .isGreaterThan(0.9);
        }
    }

    @Test
    void decodesLosslessAudioInMp4() throws AudioException {
        // when
        float[] decoded = decode(CompressedFiles.read("alac.m4a"), 1_000_000);

        // then
        assertThat(decoded).containsExactly(Arrays.copyOf(original, RATE));
    }

    /** The file is larger than ffmpeg's buffer, within which it can seek. */
    @Test
    void decodesVoiceNoteWhoseIndexIsAtTheEnd() throws AudioException {
        // when
        float[] decoded = decode(CompressedFiles.read("jfk.m4a"), 1_000);

        // then
        assertThat(decoded.length / (double) RATE).isCloseTo(11, within(0.1));
    }

    @Test
    void mixesChannelsThatCancelEachOther() throws AudioException {
        try (var conversion = new Conversion(program)) {
            // when
            float[] decoded = conversion.decode(1_000, ByteBuffer.wrap(CompressedFiles.read("antiphase.flac")));

            // then
            assertThat(correlation(Arrays.copyOf(original, decoded.length), decoded))
                    .isGreaterThan(0.9);
            assertThat(conversion.outOfPhaseSeconds).isGreaterThan(0.5);
        }
    }

    @Test
    void decodesLiveStreamAsItArrives() throws AudioException {
        // given
        byte[] file = CompressedFiles.read("counting.webm");
        int half = file.length / 2;

        try (var conversion = new Conversion(program)) {
            // when: no more bytes follow before the samples have come
            conversion.send(ByteBuffer.wrap(file, 0, half), RATE);

            // then
            assertThat(conversion.samples().length).isGreaterThanOrEqualTo(RATE);
        }
    }

    /** A picture of random bytes holds what looks like frames of MP3. */
    @ParameterizedTest
    @ValueSource(strings = {"counting.mp3", "counting.aac", "counting.flac", "counting.opus"})
    void decodesBehindLargeCoverPicture(String name) throws AudioException {
        // given
        byte[] file = CompressedFiles.read(name);
        byte[] tagged = concat(Tags.id3WithPicture(3_000_000), file);

        // when / then
        assertThat(decode(tagged, 10_000)).isEqualTo(decode(file, 10_000));
    }

    /** As podcasts with inserted adverts, and HLS segments of AAC. */
    @ParameterizedTest
    @ValueSource(strings = {"counting.mp3", "counting.aac"})
    void decodesJoinedFilesWithTagsBetween(String name) throws AudioException {
        // given
        byte[] file = CompressedFiles.read(name);
        byte[] tagged = concat(Tags.id3WithPicture(50_000), file, Tags.ape(), Tags.id3v1());

        // when
        float[] decoded = decode(concat(tagged, tagged, tagged), 1_000);

        // then
        assertThat(decoded.length / (double) RATE).isCloseTo(3 * original.length / (double) RATE, within(0.5));
        int last = decoded.length * 2 / 3;
        assertThat(correlation(original, Arrays.copyOfRange(decoded, last, decoded.length)))
                .isGreaterThan(0.9);
    }

    @Test
    void decodesJoinedMp3FilesOfDifferentRates() throws AudioException {
        // given: 16 kHz mono for three seconds, and 44.1 kHz stereo for one
        byte[] mono = CompressedFiles.read("counting.mp3");
        byte[] stereo = CompressedFiles.read("stereo44.mp3");

        // when / then
        for (byte[] joined : new byte[][] {concat(mono, stereo, mono), concat(stereo, mono, mono)}) {
            assertThat(decode(joined, 1_000).length / (double) RATE).isCloseTo(7, within(0.3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 500, 1_000})
    void namesTagThatIsCutOff(int length) {
        // given
        byte[] cut = Arrays.copyOf(Tags.id3WithPicture(1_000), length);

        // when / then
        assertThatThrownBy(() -> decode(cut, 100))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("the " + length + " bytes end inside an ID3 tag, before any audio");
    }

    @ParameterizedTest
    @CsvSource({
        "counting.mp3, its last part is incomplete",
        "counting.aac, Input buffer exhausted",
        "counting.flac, invalid",
        "counting.opus, its last part is incomplete",
        "counting.ogg, its last part is incomplete",
        "counting.webm, File ended prematurely",
        "fragmented.mp4, corrupt input packet"
    })
    void refusesFileThatIsCutOff(String name, String words) {
        // given
        byte[] file = CompressedFiles.read(name);
        byte[] cut = Arrays.copyOf(file, file.length * 6 / 10);

        try (var conversion = new Conversion(program)) {
            // when / then
            assertThatThrownBy(() -> conversion.decode(1_000, ByteBuffer.wrap(cut)))
                    .isInstanceOf(AudioException.class)
                    .hasMessageContaining("damaged, cut off or not supported")
                    .hasMessageContaining("s were decoded")
                    .hasMessageContaining(words);
            assertThat(conversion.samples().length).as("samples before the cut").isGreaterThan(RATE / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "counting.mp3",
                "counting.aac",
                "counting.flac",
                "counting.opus",
                "counting.ogg",
                "counting.webm",
                "counting.m4a"
            })
    void refusesFileThatIsDamagedInTheMiddle(String name) {
        // given
        byte[] file = CompressedFiles.read(name);
        byte[] noise = new byte[300];
        new Random(7).nextBytes(noise);
        System.arraycopy(noise, 0, file, file.length / 2, noise.length);

        // when / then
        assertThatThrownBy(() -> decode(file, 1_000))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("s were decoded");
    }

    @Test
    void refusesFileWithoutAudio() {
        // when / then
        assertThatThrownBy(() -> decode(CompressedFiles.read("video_only.mp4"), 1_000))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("0.0 s were decoded: the file has no audio")
                .hasMessageNotContaining("Stream map")
                .hasMessageNotContaining("trailing");
    }

    @Test
    void refusesDataAfterTheAudio() {
        // given
        byte[] file = CompressedFiles.read("counting.mp3");
        byte[] noise = new byte[5_000];
        new Random(3).nextBytes(noise);
        byte[] longer = Arrays.copyOf(file, file.length + noise.length);
        System.arraycopy(noise, 0, longer, file.length, noise.length);

        // when / then
        assertThatThrownBy(() -> decode(longer, 1_000)).hasMessageContaining("Header missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OggS #EXTM3U\n#EXTINF:1\nfile:///etc/passwd\n",
                "ID3 ffconcat version 1.0\nfile /etc/passwd\n",
                "\0\0\0\u0018ftyp#EXTM3U\nhttp://127.0.0.1/secret.ts\n"
            })
    void readsNoPlaylist(String playlist) {
        // given
        byte[] bytes = playlist.repeat(50).getBytes(StandardCharsets.ISO_8859_1);

        // when / then
        assertThatThrownBy(() -> decode(bytes, 1_000)).isInstanceOf(AudioException.class);
    }

    private static float[] decode(byte[] file, int size) throws AudioException {
        try (var conversion = new Conversion(program)) {
            return conversion.decode(
                    size, StreamableMp4.order(ByteBuffer.wrap(file)).toArray(ByteBuffer[]::new));
        }
    }

    /**
     * Returns the correlation of the loudness in frames of 50 ms, at the best delay up to 200 ms: codecs change samples
     * and level a little, and AAC begins with the frames that its encoder needs to start.
     */
    private static double correlation(float[] original, float[] decoded) {
        double best = 0;
        for (int delay = 0; delay <= 4 * FRAME; delay += FRAME / 4) {
            best = Math.max(
                    best,
                    correlation(loudness(original), loudness(Arrays.copyOfRange(decoded, delay, decoded.length))));
        }
        return best;
    }

    private static double correlation(double[] x, double[] y) {
        int length = Math.min(x.length, y.length);
        double meanX = Arrays.stream(x, 0, length).average().orElse(0);
        double meanY = Arrays.stream(y, 0, length).average().orElse(0);
        double both = 0;
        double squareX = 0;
        double squareY = 0;
        for (int i = 0; i < length; i++) {
            both += (x[i] - meanX) * (y[i] - meanY);
            squareX += (x[i] - meanX) * (x[i] - meanX);
            squareY += (y[i] - meanY) * (y[i] - meanY);
        }
        return both / Math.sqrt(squareX * squareY);
    }

    private static double[] loudness(float[] samples) {
        double[] loudness = new double[samples.length / FRAME];
        for (int i = 0; i < loudness.length; i++) {
            double sum = 0;
            for (int at = i * FRAME; at < (i + 1) * FRAME; at++) {
                sum += samples[at] * samples[at];
            }
            loudness[i] = Math.sqrt(sum / FRAME);
        }
        return loudness;
    }
}
