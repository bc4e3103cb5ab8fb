package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedLengthTest {

    @TempDir
    private Path folder;

    @Test
    void readsFlac() throws Exception {
        // given: STREAMINFO with 48 kHz, one channel, 16 bits and 480000 samples
        ByteBuffer file = tagged(100, "fLaC").putInt(0x22);
        file.putInt(18, 48_000 << 12 | 15 << 4).putInt(22, 480_000);

        // when / then
        assertThat(length(file)).contains(Duration.ofSeconds(10));
    }

    @Test
    void readsOpusFromItsLastPage() throws Exception {
        // given
        ByteBuffer file = tagged(300, "OggS").order(ByteOrder.LITTLE_ENDIAN);
        file.put(26, (byte) 1).put(28, "OpusHead".getBytes(StandardCharsets.US_ASCII));
        file.putShort(38, (short) 312);
        file.put(200, "OggS".getBytes(StandardCharsets.US_ASCII)).putLong(206, 48_000 * 3 + 312);

        // when / then
        assertThat(length(file)).contains(Duration.ofSeconds(3));
    }

    @Test
    void readsMp4WhoseHeaderFollowsTheAudio() throws Exception {
        // given
        ByteBuffer file = ByteBuffer.allocate(300);
        file.putInt(0, 16).put(4, "ftyp".getBytes(StandardCharsets.US_ASCII));
        file.putInt(16, 100).put(20, "mdat".getBytes(StandardCharsets.US_ASCII));
        file.putInt(116, 184).put(120, "moov".getBytes(StandardCharsets.US_ASCII));
        file.putInt(124, 108).put(128, "mvhd".getBytes(StandardCharsets.US_ASCII));
        file.putInt(144, 1000).putInt(148, 2500);

        // when / then
        assertThat(length(file)).contains(Duration.ofMillis(2500));
    }

    @Test
    void readsMp3ByBitRateAndByFrameCount() throws Exception {
        // given: MPEG-1 layer III, 128 kbit/s, 44.1 kHz, behind a tag of 20 bytes
        ByteBuffer constant = tagged(30 + 16_000, "ID3");
        constant.put(9, (byte) 20).putInt(30, 0xFFFB9000);
        ByteBuffer counted = ByteBuffer.allocate(16_000).putInt(0, 0xFFFB9000);
        counted.put(36, "Xing".getBytes(StandardCharsets.US_ASCII))
                .putInt(40, 1)
                .putInt(44, 441);

        // when / then
        assertThat(length(constant)).contains(Duration.ofSeconds(1));
        assertThat(length(counted)).contains(Duration.ofMillis(11_520));
    }

    @Test
    void knowsNoLengthOfOtherAudioOrBrokenHeaders() throws Exception {
        // when / then
        assertThat(length(ByteBuffer.wrap(Wav.file(16_000, 1, 16, 100)))).isEmpty();
        assertThat(length(ByteBuffer.allocate(0))).isEmpty();
        for (String tag : new String[] {"fLaC", "OggS", "0000ftyp", "ID3"}) {
            byte[] noise = tagged(200, tag).array();
            Arrays.fill(noise, tag.length(), noise.length, (byte) 0xFF);
            assertThat(length(ByteBuffer.wrap(noise))).as(tag).isNotNull();
            assertThat(length(ByteBuffer.wrap(Arrays.copyOf(noise, 20))))
                    .as(tag + " cut")
                    .isEmpty();
        }
    }

    @Test
    void pacesCompressedFileByItsLengthUnlessItIsSaidToBePcm() throws Exception {
        // given
        ByteBuffer file = tagged(2_000, "fLaC");
        file.putInt(18, 48_000 << 12).putInt(22, 96_000);
        String path = Files.write(folder.resolve("a.flac"), file.array()).toString();
        AudioMetadata pcm = AudioMetadata.newBuilder()
                .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_S16LE)
                .build();

        // when / then
        try (AudioSource detected =
                        AudioSource.open(path, InputStream.nullInputStream(), AudioMetadata.getDefaultInstance());
                AudioSource raw = AudioSource.open(path, InputStream.nullInputStream(), pcm)) {
            assertThat(detected.timing().position(1_000)).isEqualTo(Duration.ofSeconds(1));
            assertThat(detected.duration()).contains(Duration.ofSeconds(2));
            assertThat(raw.timing().bytesPerSecond()).isEqualTo(32_000);
        }
    }

    private Optional<Duration> length(ByteBuffer file) throws Exception {
        return CompressedLength.of(Files.write(folder.resolve("audio"), file.array()));
    }

    private static ByteBuffer tagged(int size, String tag) {
        return ByteBuffer.allocate(size).put(tag.getBytes(StandardCharsets.US_ASCII));
    }
}
