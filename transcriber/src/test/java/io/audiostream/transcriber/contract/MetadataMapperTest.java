package io.audiostream.transcriber.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.session.SessionRefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataMapperTest {

    @ParameterizedTest
    @CsvSource({
        "AUDIO_ENCODING_UNSPECIFIED, 0, 16000",
        "AUDIO_ENCODING_PCM_S24LE, 0, 16000",
        "AUDIO_ENCODING_MULAW, 0, 8000",
        "AUDIO_ENCODING_ALAW, 0, 8000",
        "AUDIO_ENCODING_MULAW, 16000, 16000"
    })
    void takesUsualRateOfEncodingUnlessClientNamesOne(AudioEncoding encoding, int rate, int expected)
            throws AudioException, SessionRefusedException {
        // given
        AudioMetadata metadata = AudioMetadata.newBuilder()
                .setEncoding(encoding)
                .setSampleRateHertz(rate)
                .build();

        // when / then
        assertThat(MetadataMapper.read(metadata).format().sampleRateHertz()).isEqualTo(expected);
    }
}
