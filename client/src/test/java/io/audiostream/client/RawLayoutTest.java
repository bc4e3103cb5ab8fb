package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawLayoutTest {

    @ParameterizedTest
    @CsvSource({
        "AUDIO_ENCODING_PCM_S16LE, 32000",
        "AUDIO_ENCODING_PCM_S24LE, 48000",
        "AUDIO_ENCODING_PCM_S32LE, 64000",
        "AUDIO_ENCODING_PCM_F32LE, 64000",
        "AUDIO_ENCODING_MULAW, 8000",
        "AUDIO_ENCODING_ALAW, 8000"
    })
    void knowsBytesOfOneSecondOfEncoding(AudioEncoding encoding, long expected) {
        // given
        var reader = new AudioLayoutReader(
                AudioMetadata.newBuilder().setEncoding(encoding).build());

        // when / then
        assertThat(reader.layout().orElseThrow().bytesPerSecond()).isEqualTo(expected);
    }
}
