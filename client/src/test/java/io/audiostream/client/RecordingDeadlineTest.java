package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingDeadlineTest {

    private static final int MINUTE = 60 * 32_000;

    @ParameterizedTest
    @CsvSource({"0, 30", "960000, 30", "1920000, 60", "51840000, 1620"})
    void isLengthOfRawRecordingAndAtLeastThirtySeconds(int bytes, int seconds) {
        // when / then
        assertThat(RecordingDeadline.of(file(new byte[bytes], AudioMetadata.getDefaultInstance())))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void usesMetadataOfRawRecording() {
        // given
        var metadata = AudioMetadata.newBuilder()
                .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_F32LE)
                .setSampleRateHertz(48_000)
                .setChannels(2)
                .build();

        // when / then
        assertThat(RecordingDeadline.of(file(new byte[12 * MINUTE], metadata))).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void usesByteRateOfWavAfterOtherChunks() {
        // given
        ByteBuffer wav = ByteBuffer.allocate(MINUTE).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(MINUTE - 8).put(ascii("WAVE"));
        wav.put(ascii("LIST")).putInt(3).put(new byte[4]);
        wav.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        wav.putInt(8000).putInt(8000).putShort((short) 1).putShort((short) 8);
        wav.put(ascii("data")).putInt(-1);

        // when / then
        assertThat(RecordingDeadline.of(file(wav.array(), AudioMetadata.getDefaultInstance())))
                .isEqualTo(Duration.ofSeconds(240));
    }

    @Test
    void usesDefaultOfContractForWavWithoutFormat() {
        // given
        byte[] wav = ByteBuffer.allocate(MINUTE)
                .put(ascii("RIFF....WAVEdata"))
                .putInt(-1)
                .array();

        // when / then
        assertThat(RecordingDeadline.of(file(wav, AudioMetadata.getDefaultInstance())))
                .isEqualTo(Duration.ofSeconds(60));
    }

    private static AudioFile file(byte[] audio, AudioMetadata metadata) {
        return AudioFile.newBuilder()
                .setAudioData(ByteString.copyFrom(audio))
                .setMetadata(metadata)
                .build();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
