package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.ascii;
import static io.audiostream.transcriber.audio.WavFiles.concat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamableMp4Test {

    private static final byte[] FTYP = box("ftyp", ascii("M4A \0\0\0\0"));
    private static final byte[] MDAT = box("mdat", new byte[1_000]);
    private static final byte[] FREE = box("free", new byte[20]);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void movesIndexBeforeAudioAndShiftsItsOffsets(boolean wide) {
        // given
        int audioAt = FTYP.length + 8;
        byte[] moov = moov(wide, audioAt, audioAt + 500);

        // when
        byte[] ordered = order(concat(FTYP, MDAT, moov, FREE));

        // then
        byte[] shifted = moov(wide, audioAt + moov.length, audioAt + 500 + moov.length);
        assertThat(ordered).isEqualTo(concat(FTYP, shifted, MDAT, FREE));
    }

    @Test
    void leavesOffsetsBehindTheIndex() {
        // given
        byte[] moov = moov(false, 5_000);

        // when
        byte[] ordered = order(concat(FTYP, MDAT, moov, MDAT));

        // then
        assertThat(ordered).isEqualTo(concat(FTYP, moov, MDAT, MDAT));
    }

    @Test
    void leavesFileWhoseIndexComesFirst() {
        // given
        byte[] file = concat(FTYP, moov(false, 100), MDAT);

        // when / then
        assertThat(order(file)).isEqualTo(file);
    }

    @Test
    void leavesOtherRecordings() {
        // given
        byte[] file = WavFiles.wav(1, 16_000, 1, 16, new byte[100]);

        // when / then
        assertThat(order(file)).isEqualTo(file);
        assertThat(order(new byte[3])).isEqualTo(new byte[3]);
    }

    @Test
    void leavesFileThatIsCutOff() {
        // given
        byte[] whole = concat(FTYP, MDAT, moov(false, 100));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);

            // when / then
            assertThat(order(cut)).as("%d bytes", length).isEqualTo(cut);
        }
    }

    @Test
    void leavesFileWithDamagedIndex() {
        // given
        byte[] moov = moov(false, 100, 200);
        moov[moov.length - 9] = 100; // the number of offsets

        // when / then
        assertThat(order(concat(FTYP, MDAT, moov))).isEqualTo(concat(FTYP, MDAT, moov));
    }

    @Test
    void doesNotChangeTheRecording() {
        // given
        byte[] file = CompressedFiles.read("counting.m4a");

        // when
        byte[] ordered = order(file);

        // then
        assertThat(file).isEqualTo(CompressedFiles.read("counting.m4a"));
        assertThat(ordered).hasSameSizeAs(file).isNotEqualTo(file);
    }

    private static byte[] order(byte[] file) {
        List<ByteBuffer> parts = StreamableMp4.order(ByteBuffer.wrap(file).asReadOnlyBuffer());
        byte[] all = {};
        for (ByteBuffer part : parts) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            all = concat(all, bytes);
        }
        return all;
    }

    private static byte[] moov(boolean wide, long... offsets) {
        ByteBuffer table = ByteBuffer.allocate(8 + offsets.length * (wide ? 8 : 4));
        table.putInt(0).putInt(offsets.length);
        for (long offset : offsets) {
            if (wide) {
                table.putLong(offset);
            } else {
                table.putInt((int) offset);
            }
        }
        byte[] stbl = box("stbl", concat(box("stsd", new byte[30]), box(wide ? "co64" : "stco", table.array())));
        byte[] trak = box("trak", box("mdia", box("minf", stbl)));
        return box("moov", concat(box("mvhd", new byte[100]), trak));
    }

    private static byte[] box(String type, byte[] content) {
        return concat(ByteBuffer.allocate(4).putInt(8 + content.length).array(), ascii(type), content);
    }
}
