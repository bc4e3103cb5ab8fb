package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class G711Test {

    /** Values of tables 1a to 2b of the recommendation, on the scale of 16 bits. */
    @ParameterizedTest
    @CsvSource({
        "0xFF, 0",
        "0x7F, 0",
        "0xFE, 8",
        "0x7E, -8",
        "0xF0, 120",
        "0xEF, 132",
        "0x80, 32124",
        "0x00, -32124",
        "0x8F, 16764"
    })
    void expandsMulaw(String code, int expected) {
        // when / then
        assertThat(G711.mulaw(Integer.decode(code).byteValue()) * 32_768).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0xD5, 8", "0x55, -8", "0xD4, 24", "0xC5, 264", "0xAA, 32256", "0x2A, -32256", "0xA5, 16896"})
    void expandsAlaw(String code, int expected) {
        // when / then
        assertThat(G711.alaw(Integer.decode(code).byteValue()) * 32_768).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"7, MULAW", "6, ALAW"})
    void decodesWavAndRawBytesAlike(int tag, Encoding encoding) throws AudioException {
        // given
        byte[] codes = new byte[16_000];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (0x80 | i % 40);
        }

        // when
        float[] raw = new Decoding(AudioFormat.of(encoding, 8_000, 1)).decode(codes, 160);
        float[] file = Decoding.of(wav(tag, 8_000, 1, 8, codes));

        // then
        assertThat(raw).hasSize(32_000).containsExactly(file, within(0f));
    }

    @Test
    void refusesTextAsMulaw() {
        // given
        byte[] page = "<!DOCTYPE html><html><body>502 Bad Gateway".getBytes(StandardCharsets.US_ASCII);

        // when / then
        assertThatThrownBy(() -> new Decoding(AudioFormat.of(Encoding.MULAW, 8_000, 1)).decode(page, 7))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("HTML");
    }
}
