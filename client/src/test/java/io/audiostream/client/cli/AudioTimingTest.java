package io.audiostream.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AudioTimingTest {

    private static final AudioMetadata NOTHING_SAID = AudioMetadata.getDefaultInstance();

    @Test
    void readsTheTimingOfAWavFromItsHeader() {
        AudioTiming timing = AudioTiming.of(Wav.file(44_100, 2, 16, 100), NOTHING_SAID);

        assertThat(timing).isEqualTo(new AudioTiming(44, 176_400));
        assertThat(timing.position(44 + 176_400)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void passesOverChunksBeforeTheSamples() {
        assertThat(AudioTiming.of(Wav.withNote(16_000, 1, 32, 10), NOTHING_SAID))
                .isEqualTo(new AudioTiming(56, 64_000));
    }

    @Test
    void takesAnythingElseAsTheContractDoes() {
        assertThat(AudioTiming.of(new byte[100], NOTHING_SAID)).isEqualTo(new AudioTiming(0, 32_000));
    }

    @Test
    void goesByWhatIsSaidAboutRawAudio() {
        AudioMetadata said = AudioMetadata.newBuilder()
                .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE)
                .setSampleRateHertz(8_000)
                .setChannels(2)
                .build();

        assertThat(AudioTiming.of(new byte[100], said)).isEqualTo(new AudioTiming(0, 64_000));
    }

    @Test
    void aRateThatCannotBeDoesNotSlowTheSenderDown() {
        AudioMetadata said = AudioMetadata.newBuilder().setSampleRateHertz(1).build();

        assertThat(AudioTiming.of(new byte[100], said).bytesPerSecond()).isEqualTo(32_000);
        assertThat(AudioTiming.of(Wav.file(1, 1, 16, 10), NOTHING_SAID).bytesPerSecond())
                .isEqualTo(32_000);
    }

    @Test
    void anyCutOfAHeaderGivesSomeTiming() {
        byte[] wav = Wav.withNote(16_000, 1, 16, 0);

        for (int length = 0; length <= wav.length; length++) {
            assertThat(AudioTiming.of(Arrays.copyOf(wav, length), NOTHING_SAID).bytesPerSecond())
                    .as("the first %d bytes", length)
                    .isEqualTo(32_000);
        }
    }
}
