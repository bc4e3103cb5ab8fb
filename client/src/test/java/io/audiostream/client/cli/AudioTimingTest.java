package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AudioTimingTest {

    private static final AudioMetadata NO_METADATA = AudioMetadata.getDefaultInstance();

    @Test
    void readsTimingOfWavFromHeader() {
        // when
        AudioTiming timing = AudioTiming.of(Wav.file(44_100, 2, 16, 100), NO_METADATA);

        // then
        assertThat(timing).isEqualTo(new AudioTiming(44, 176_400));
        assertThat(timing.position(44 + 176_400)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void skipsChunksBeforeSamples() {
        // when / then
        assertThat(AudioTiming.of(Wav.withNote(16_000, 1, 32, 10), NO_METADATA)).isEqualTo(new AudioTiming(56, 64_000));
    }

    @Test
    void usesDefaultOfContractForUnknownBytes() {
        // when / then
        assertThat(AudioTiming.of(new byte[100], NO_METADATA)).isEqualTo(new AudioTiming(0, 32_000));
    }

    @Test
    void usesMetadataOfRawAudio() {
        // given
        AudioMetadata metadata = AudioMetadata.newBuilder()
                .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE)
                .setSampleRateHertz(8_000)
                .setChannels(2)
                .build();

        // when / then
        assertThat(AudioTiming.of(new byte[100], metadata)).isEqualTo(new AudioTiming(0, 64_000));
    }

    @Test
    void ignoresRateOutOfRange() {
        // given
        AudioMetadata metadata =
                AudioMetadata.newBuilder().setSampleRateHertz(1).build();

        // when / then
        assertThat(AudioTiming.of(new byte[100], metadata).bytesPerSecond()).isEqualTo(32_000);
        assertThat(AudioTiming.of(Wav.file(1, 1, 16, 10), NO_METADATA).bytesPerSecond())
                .isEqualTo(32_000);
    }

    @Test
    void givesTimingForAnyTruncationOfHeader() {
        // given
        byte[] wav = Wav.withNote(16_000, 1, 16, 0);

        // when / then
        for (int length = 0; length <= wav.length; length++) {
            assertThat(AudioTiming.of(Arrays.copyOf(wav, length), NO_METADATA).bytesPerSecond())
                    .as("the first %d bytes", length)
                    .isEqualTo(32_000);
        }
    }
}
