package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AudioTimingTest {

    private static final AudioMetadata NO_METADATA = AudioMetadata.getDefaultInstance();

    @Test
    void readsTimingOfWavFromHeader() throws Exception {
        // when
        AudioTiming timing = timing(Wav.file(44_100, 2, 16, 100), NO_METADATA);

        // then
        assertThat(timing).isEqualTo(new AudioTiming(44, 176_400));
        assertThat(timing.position(44 + 176_400)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void skipsChunksBeforeSamples() throws Exception {
        // when / then
        assertThat(timing(Wav.withNote(16_000, 1, 32, 10), NO_METADATA)).isEqualTo(new AudioTiming(56, 64_000));
    }

    @Test
    void usesDefaultOfContractForUnknownBytes() throws Exception {
        // when / then
        assertThat(timing(new byte[100], NO_METADATA)).isEqualTo(new AudioTiming(0, 32_000));
    }

    @Test
    void usesMetadataOfRawAudio() throws Exception {
        // given
        AudioMetadata metadata = AudioMetadata.newBuilder()
                .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE)
                .setSampleRateHertz(8_000)
                .setChannels(2)
                .build();

        // when / then
        assertThat(timing(new byte[100], metadata)).isEqualTo(new AudioTiming(0, 64_000));
    }

    @Test
    void ignoresRateOutOfRange() throws Exception {
        // given
        AudioMetadata metadata =
                AudioMetadata.newBuilder().setSampleRateHertz(1).build();

        // when / then
        assertThat(timing(new byte[100], metadata).bytesPerSecond()).isEqualTo(32_000);
        assertThat(timing(Wav.file(1, 1, 16, 10), NO_METADATA).bytesPerSecond()).isEqualTo(32_000);
    }

    @Test
    void givesTimingForAnyTruncationOfHeader() throws Exception {
        // given
        byte[] wav = Wav.withNote(16_000, 1, 16, 0);

        // when / then
        for (int length = 0; length <= wav.length; length++) {
            assertThat(timing(Arrays.copyOf(wav, length), NO_METADATA).bytesPerSecond())
                    .as("the first %d bytes", length)
                    .isEqualTo(32_000);
        }
    }

    @Test
    void readsTimingOfEightAndTwentyFourBits() throws Exception {
        // when / then
        assertThat(timing(Wav.file(48_000, 2, 24, 10), NO_METADATA).bytesPerSecond())
                .isEqualTo(288_000);
        assertThat(timing(Wav.file(8_000, 1, 8, 10), NO_METADATA).bytesPerSecond())
                .isEqualTo(8_000);
    }

    @Test
    void readsFormatBehindManyBytesOfOtherChunks() throws Exception {
        // given
        byte[] wav = Wav.file(44_100, 2, 16, 0);
        byte[] picture = new byte[100_000];
        ByteBuffer file = ByteBuffer.allocate(wav.length + 8 + picture.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(wav, 0, 12).put("PICT".getBytes(StandardCharsets.US_ASCII));
        file.putInt(picture.length).put(picture).put(wav, 12, wav.length - 12);

        // when / then
        assertThat(timing(file.array(), NO_METADATA)).isEqualTo(new AudioTiming(100_052, 176_400));
    }

    private static AudioTiming timing(byte[] audio, AudioMetadata metadata) throws IOException {
        return AudioTiming.read(new ByteArrayInputStream(audio), metadata);
    }
}
