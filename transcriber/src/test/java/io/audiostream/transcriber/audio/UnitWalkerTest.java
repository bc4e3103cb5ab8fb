package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitWalkerTest {

    @ParameterizedTest(name = "{0} in pieces of {2}")
    @CsvSource({
        "counting.mp3, MP3, 1",
        "counting.mp3, MP3, 100000",
        "counting.opus, OGG, 1",
        "counting.opus, OGG, 77",
        "counting.ogg, OGG, 100000"
    })
    void noticesWhereFileIsCutOff(String name, CompressedFormat format, int size) {
        // given
        byte[] file = CompressedFiles.read(name);

        // when / then
        assertThat(endsInside(format, file, size)).as("whole").isFalse();
        for (int missing : new int[] {1, 5, 60}) {
            assertThat(endsInside(format, Arrays.copyOf(file, file.length - missing), size))
                    .as("%d bytes missing", missing)
                    .isTrue();
        }
    }

    @Test
    void ignoresWhatIsNoFrame() {
        // given
        byte[] file = CompressedFiles.read("counting.mp3");
        byte[] tagged = Arrays.copyOf(file, file.length + 128);
        System.arraycopy(ascii("TAG"), 0, tagged, file.length, 3);

        // when / then
        assertThat(endsInside(CompressedFormat.MP3, tagged, tagged.length)).isFalse();
    }

    /** ffmpeg skips both without a message. */
    @Test
    void noticesBytesThatFfmpegSkips() {
        // given
        byte[] ogg = CompressedFiles.read("counting.ogg");
        byte[] mp4 = CompressedFiles.read("counting.m4a");

        // when / then
        assertThat(endsInside(CompressedFormat.OGG, joined(ogg, ascii("no page"), ogg), 1_000))
                .isTrue();
        assertThat(endsInside(CompressedFormat.OGG, joined(ogg, ogg), 1_000)).isFalse();
        assertThat(endsInside(CompressedFormat.MP4, mp4, 1_000)).isFalse();
        assertThat(endsInside(CompressedFormat.MP4, joined(mp4, mp4), 1_000)).isTrue();
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static boolean endsInside(CompressedFormat format, byte[] file, int size) {
        var walker = new UnitWalker(UnitLayouts.of(format));
        for (int from = 0; from < file.length; from += size) {
            walker.accept(ByteBuffer.wrap(file, from, Math.min(size, file.length - from)));
        }
        return walker.endsInside();
    }
}
