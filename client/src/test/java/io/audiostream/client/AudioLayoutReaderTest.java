package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AudioLayoutReaderTest {

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
