package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioLayoutReaderTest {

    /** Read as PCM, a stream would resume at a position that its bytes do not have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fLaC",
                "OggS",
                "ID3\u0004",
                "\u00ff\u00fb\u0090\u0064",
                "\u00ff\u00fa\u0090\u0064",
                "\u00ff\u00e3\u0090\u0064",
                "\u00ff\u00f1\u0050\u0080",
                "\u00ff\u00f9\u0050\u0080"
            })
    void takesCompressedAudioForNoPcm(String beginning) {
        // given
        var reader = new AudioLayoutReader(AudioMetadata.getDefaultInstance());

        // when
        reader.accept(
                ByteString.copyFrom(beginning, StandardCharsets.ISO_8859_1).concat(ByteString.copyFrom(new byte[100])));

        // then
        assertThat(reader.layout()).isEmpty();
        assertThat(reader.needsBytes()).isFalse();
    }

    @Test
    void keepsNoHeaderWithoutEnd() {
        // given
        ByteBuffer header = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
        header.put("WAVEJUNK".getBytes(StandardCharsets.US_ASCII)).putInt(Integer.MAX_VALUE);
        var reader = new AudioLayoutReader(AudioMetadata.getDefaultInstance());

        // when
        reader.accept(ByteString.copyFrom(header.array()));

        // then
        assertThat(reader.isHeaderTooLong()).isTrue();
        assertThat(reader.needsBytes()).isFalse();
        assertThat(reader.layout()).isEmpty();
    }
}
