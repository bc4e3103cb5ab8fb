package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.concat;
import static io.audiostream.transcriber.audio.WavFiles.pcm16;
import static io.audiostream.transcriber.audio.WavFiles.wav;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.audiostream.transcriber.audio.AudioFormat.Encoding;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoders that keep the channels of a stream apart. */
class SeparateChannelsTest {

    private static final AudioFormat ANY = AudioFormat.UNSPECIFIED.with(ChannelMode.SEPARATE);

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 1_000})
    void returnsFramesWhereverBytesAreSplit(int size) throws Exception {
        // given
        AudioFormat stereo = AudioFormat.of(Encoding.PCM_S16LE, 16_000, 2).with(ChannelMode.SEPARATE_AS_DECLARED);

        // when
        float[] samples = new Decoding(stereo).decode(pcm16(16384, -16384, 8192, 0), size);

        // then
        assertThat(samples).containsExactly(0.5f, -0.5f, 0.25f, 0f);
    }

    @Test
    void resamplesEachChannel() throws Exception {
        // given
        int[] frames = new int[2 * 8_000];
        for (int i = 0; i < frames.length; i += 2) {
            frames[i] = 8192;
            frames[i + 1] = -16384;
        }
        var format = AudioFormat.of(Encoding.PCM_S16LE, 8_000, 2).with(ChannelMode.SEPARATE_AS_DECLARED);

        // when
        float[][] channels = Interleaving.split(new Decoding(format).decode(pcm16(frames), 999), 2);

        // then
        assertThat(channels[0]).hasSize(16_000);
        assertThat(channels[1]).hasSize(16_000);
        assertThat(channels[0][8_000]).isCloseTo(0.25f, within(0.001f));
        assertThat(channels[1][8_000]).isCloseTo(-0.5f, within(0.001f));
    }

    @Test
    void takesNumberOfChannelsFromHeader() throws Exception {
        // given
        AudioDecoder decoder = AudioDecoder.of(ANY);

        // when
        int before = decoder.channels();
        float[] samples = decoder.decode(ByteBuffer.wrap(wav(1, 16_000, 3, 16, pcm16(16384, 8192, -8192))));

        // then
        assertThat(before).isZero();
        assertThat(decoder.channels()).isEqualTo(3);
        assertThat(samples).containsExactly(0.5f, 0.25f, -0.25f);
    }

    @Test
    void refusesHeaderWithAnotherNumberThanDeclared() {
        // given
        byte[] mono = wav(1, 16_000, 1, 16, pcm16(1, 2, 3, 4));
        var declared = new AudioFormat(Encoding.AUTO, 16_000, 2, ChannelMode.SEPARATE_AS_DECLARED);

        // when, then
        assertThatThrownBy(() -> new Decoding(declared).decode(mono, 7))
                .isInstanceOfSatisfying(
                        AudioException.class, e -> assertThat(e.field()).isEqualTo("metadata.channels"))
                .hasMessageContaining("has 1 channels, not the declared 2");
    }

    @Test
    void refusesFileWithAnotherNumberThanTheFirst() {
        // given
        byte[] stream = concat(wav(1, 16_000, 2, 16, pcm16(1, 2, 3, 4)), wav(1, 16_000, 1, 16, pcm16(1, 2, 3, 4)));

        // when, then
        assertThatThrownBy(() -> new Decoding(ANY).decode(stream, stream.length))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("1 channels follow 2");
    }

    @Test
    void joinsFilesOfAnotherRateWithAsManyChannels() throws Exception {
        // given
        byte[] stream =
                concat(wav(1, 8_000, 2, 16, pcm16(new int[2 * 800])), wav(1, 16_000, 2, 16, pcm16(new int[2 * 1_600])));

        // when
        float[] samples = new Decoding(ANY).decode(stream, 1_000);

        // then
        assertThat(samples).hasSize(2 * 3_200);
    }

    @Test
    void keepsChannelsOfCompressedAudioApart() throws Exception {
        // given
        var transcoder = new FakeTranscoder();
        transcoder.output.add(ByteBuffer.wrap(wav(1, 16_000, 2, 16, pcm16(16384, -16384))));
        AudioDecoder decoder = AudioDecoder.of(ANY, AudioObserver.NOOP, (_, _) -> transcoder, () -> {});

        // when
        float[] samples = decoder.decode(ByteBuffer.wrap(WavFiles.ascii("OggS and so on")));

        // then
        assertThat(decoder.channels()).isEqualTo(2);
        assertThat(samples).containsExactly(0.5f, -0.5f);
    }
}
