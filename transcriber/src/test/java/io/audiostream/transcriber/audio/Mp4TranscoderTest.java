package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.ascii;
import static io.audiostream.transcriber.audio.WavFiles.concat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Mp4TranscoderTest {

    private final FakeTranscoder delegate = new FakeTranscoder();
    private final List<Long> reservations = new ArrayList<>();
    private boolean memory = true;
    private final Mp4Transcoder mp4 = new Mp4Transcoder(delegate, bytes -> {
        reservations.add(bytes);
        return memory;
    });

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void keepsFileWhoseIndexFollowsItsAudio(int size) {
        // given
        byte[] file = CompressedFiles.read("counting.m4a");

        // when
        write(file, size);
        assertThat(delegate.input).isEmpty();
        mp4.end();

        // then
        assertThat(delegate.input.toString().getBytes(StandardCharsets.ISO_8859_1))
                .hasSameSizeAs(file)
                .containsSequence(ascii("ftyp"))
                .containsSequence(ascii("moov"));
        assertThat(delegate.input.indexOf("moov")).isLessThan(delegate.input.indexOf("mdat"));
        assertThat(delegate.inputEnded).isTrue();
        assertThat(reservations.getLast()).as("two copies").isEqualTo(2L * file.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void passesOnFileWhoseIndexComesFirst(int size) {
        // given
        byte[] file = CompressedFiles.read("fragmented.mp4");

        // when
        write(file, size);

        // then
        assertThat(delegate.input.toString().getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(file);
    }

    @Test
    void refusesToKeepMoreThanTheLimit() {
        // given
        write(concat(ascii("\0\0\0\u0010ftypM4A \0\0\0\0"), ascii("\u007F\0\0\0mdat")), 100);

        // when
        for (long sent = 0; sent < Mp4Transcoder.MAX_KEPT_BYTES; sent += 1 << 20) {
            mp4.write(ByteBuffer.allocate(1 << 20));
        }

        // then
        assertThat(mp4.finished()).isTrue();
        assertThat(mp4.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("up to " + Mp4Transcoder.MAX_KEPT_BYTES + " bytes")
                        .contains("-movflags +faststart"));
        assertThat(delegate.exited).as("closed").isTrue();
        assertThat(delegate.input).isEmpty();
    }

    @Test
    void refusesToKeepWithoutMemory() {
        // given
        memory = false;

        // when
        write(CompressedFiles.read("counting.m4a"), 1_000);

        // then
        assertThat(mp4.finished()).isTrue();
        assertThat(mp4.problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .contains("other calls occupy the memory")
                        .contains("try again"));
    }

    @Test
    void leavesDamagedFileToTheTranscoder() {
        // given
        byte[] file = ascii("\0\0\0\u0010ftypM4A \0\0\0\0\0\0\0\u0002oops");

        // when
        write(file, 3);
        mp4.end();

        // then
        assertThat(delegate.input.toString().getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(file);
    }

    private void write(byte[] bytes, int size) {
        for (int from = 0; from < bytes.length; from += size) {
            mp4.write(ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from)));
        }
    }
}
