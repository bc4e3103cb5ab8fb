package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioMetadata;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioLayoutReaderTest {

    /** Read as PCM, a stream would resume at a position that its bytes do not have. */
    @ParameterizedTest
    @ValueSource(strings = {"fLaC", "OggS", "ID3\u0004"})
    void takesCompressedAudioForNoPcm(String beginning) {
        // given
        var reader = new AudioLayoutReader(AudioMetadata.getDefaultInstance());

        // when
        reader.accept(bytes(beginning).concat(ByteString.copyFrom(new byte[100])));

        // then
        assertThat(reader.layout()).isEmpty();
        assertThat(reader.needsBytes()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("frameHeaders")
    void takesRowOfFramesForNoPcm(String header, int frameBytes) {
        // given
        var reader = new AudioLayoutReader(AudioMetadata.getDefaultInstance());
        ByteString frame = bytes(header).concat(ByteString.copyFrom(new byte[frameBytes - header.length()]));

        // when
        reader.accept(frame);

        // then
        assertThat(reader.layout()).isEmpty();
        assertThat(reader.needsBytes()).as("needs the second header").isTrue();

        // when
        reader.accept(frame);

        // then
        assertThat(reader.layout()).isEmpty();
        assertThat(reader.needsBytes()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("frameHeaders")
    void takesSamplesThatLookLikeFrameForPcm(String header, int frameBytes) {
        // given
        var reader = new AudioLayoutReader(AudioMetadata.getDefaultInstance());

        // when
        reader.accept(bytes(header).concat(ByteString.copyFrom(new byte[frameBytes + 7])));

        // then
        assertThat(reader.layout()).contains(AudioLayoutReader.raw(AudioMetadata.getDefaultInstance()));
    }

    /** MP3 (MPEG-1, 2 and 2.5, without and with a checksum), then AAC. */
    static List<Arguments> frameHeaders() {
        return List.of(
                Arguments.of("\u00ff\u00fb\u0090\u0064", 417),
                Arguments.of("\u00ff\u00fa\u0092\u0064", 418),
                Arguments.of("\u00ff\u00f3\u0084\u00c4", 192),
                Arguments.of("\u00ff\u00e3\u0048\u00c4", 288),
                Arguments.of("\u00ff\u00f1\u0050\u0080\u0020\u001f\u00fc", 256),
                Arguments.of("\u00ff\u00f9\u0050\u0080\u0020\u001f\u00fc", 256));
    }

    /** Neither a frame's version, layer, bit rate nor sampling rate: no more bytes are needed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff\u00eb\u0090\u0064",
                "\u00ff\u00fd\u0090\u0064",
                "\u00ff\u00fb\u0000\u0064",
                "\u00ff\u00fb\u00f0\u0064",
                "\u00ff\u00fb\u009c\u0064",
                "\u00ff\u00f1\u0074\u0080\u0020\u001f\u00fc",
                "\u00ff\u00f1\u0050\u0080\u0000\u001f\u00fc"
            })
    void takesInvalidFrameForPcm(String header) {
        // given
        var reader = new AudioLayoutReader(AudioMetadata.getDefaultInstance());

        // when
        reader.accept(bytes(header).concat(ByteString.copyFrom(new byte[12])));

        // then
        assertThat(reader.layout()).isPresent();
    }

    private static ByteString bytes(String characters) {
        return ByteString.copyFrom(characters, StandardCharsets.ISO_8859_1);
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
