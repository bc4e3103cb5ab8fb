package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.ascii;
import static io.audiostream.transcriber.audio.WavFiles.concat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        byte[] frames = withoutTags(CompressedFormat.MP3, CompressedFiles.read("counting.mp3"), 1_000_000);
        byte[] file = concat(frames, new byte[100], Tags.id3v1());

        // when / then
        assertThat(endsInside(CompressedFormat.MP3, file, file.length)).isFalse();
        assertThat(withoutTags(CompressedFormat.MP3, file, 77)).isEqualTo(file);
    }

    @ParameterizedTest(name = "{0} in pieces of {2}")
    @CsvSource({
        "counting.mp3, MP3, 1",
        "counting.mp3, MP3, 9",
        "counting.mp3, MP3, 1000",
        "counting.mp3, MP3, 1000000",
        "counting.aac, AAC, 1",
        "counting.aac, AAC, 1000",
        "counting.aac, AAC, 1000000"
    })
    void leavesOutTagsBeforeBetweenAndAfterFrames(String name, CompressedFormat format, int size) {
        // given
        byte[] frames = withoutTags(format, CompressedFiles.read(name), 1_000_000);
        byte[] joined = concat(
                Tags.id3WithPicture(20_000),
                Tags.id3WithPicture(1),
                frames,
                Tags.ape(),
                Tags.id3v1(),
                Tags.id3WithPicture(3_000),
                frames,
                Tags.id3v1());

        // when / then
        assertThat(withoutTags(format, joined, size)).isEqualTo(concat(frames, frames));
        assertThat(endsInside(format, joined, size)).isFalse();
        assertThat(endsInside(format, Arrays.copyOf(joined, joined.length - 1), size))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ID3\u00FF\0\0\0\0\0\u0010", // no version
                "ID3\u0004\0\0\0\0\0\u0080", // no size of 7 bits a byte
                "IDENTIFICATION",
                "TABLE",
                "APETAGEX\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" // a footer
            })
    void passesOnWhatOnlyBeginsLikeTag(String bytes) {
        // given
        byte[] file = concat(bytes.getBytes(StandardCharsets.ISO_8859_1), new byte[100]);

        // when / then
        for (int size : new int[] {1, 5, 1_000}) {
            assertThat(withoutTags(CompressedFormat.MP3, file, size)).isEqualTo(file);
        }
    }

    /** ffmpeg skips both without a message. */
    @Test
    void noticesBytesThatFfmpegSkips() {
        // given
        byte[] ogg = CompressedFiles.read("counting.ogg");
        byte[] mp4 = CompressedFiles.read("counting.m4a");

        // when / then
        assertThat(endsInside(CompressedFormat.OGG, concat(ogg, ascii("no page"), ogg), 1_000))
                .isTrue();
        assertThat(endsInside(CompressedFormat.OGG, concat(ogg, ogg), 1_000)).isFalse();
        assertThat(endsInside(CompressedFormat.MP4, mp4, 1_000)).isFalse();
        assertThat(endsInside(CompressedFormat.MP4, concat(mp4, mp4), 1_000)).isTrue();
    }

    private static boolean endsInside(CompressedFormat format, byte[] file, int size) {
        return walk(format, file, size, _ -> {}).endsInside();
    }

    private static byte[] withoutTags(CompressedFormat format, byte[] file, int size) {
        var passed = new ByteArrayOutputStream();
        walk(format, file, size, part -> {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            passed.writeBytes(bytes);
        });
        return passed.toByteArray();
    }

    private static UnitWalker walk(CompressedFormat format, byte[] file, int size, Consumer<ByteBuffer> audio) {
        var walker = new UnitWalker(UnitLayouts.of(format));
        for (int from = 0; from < file.length; from += size) {
            walker.accept(ByteBuffer.wrap(file, from, Math.min(size, file.length - from)), audio);
        }
        walker.finish(audio);
        return walker;
    }
}
