package io.audiostream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.TargetDataLine;
import org.junit.jupiter.api.Test;

/** Stand-ins of the sound system, because a machine that runs tests has no microphone. */
class MicrophoneTest {

    @Test
    void recordsInBestFormatOfDevice() throws Exception {
        // given
        Mixer mixer = mixer("USB headset", 48_000, false);

        // when
        try (Microphone microphone = Microphone.open(Optional.of("headset"), List.of(mixer))) {
            // then
            assertThat(microphone.metadata())
                    .isEqualTo(AudioMetadata.newBuilder()
                            .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_S16LE)
                            .setSampleRateHertz(48_000)
                            .setChannels(1)
                            .build());
            assertThat(microphone.audio().readNBytes(101))
                    .startsWith(new byte[] {7, 7})
                    .hasSize(100);
        }
    }

    @Test
    void endsAudioWhenClosed() throws Exception {
        // given
        Microphone microphone = Microphone.open(Optional.empty(), List.of(mixer("built-in", 16_000, false)));

        // when
        microphone.close();

        // then
        assertThat(microphone.audio().readNBytes(100)).isEmpty();
    }

    @Test
    void explainsMachineWithoutMicrophone() {
        // when / then
        assertThatThrownBy(() -> Microphone.open(Optional.empty(), List.of(mixer("HDMI output", 0, false))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no microphone that Java can use; connect one");
    }

    @Test
    void namesTheDevicesForUnknownName() {
        // when / then
        assertThatThrownBy(() -> Microphone.open(Optional.of("webcam"), List.of(mixer("built-in", 16_000, false))))
                .isInstanceOf(IOException.class)
                .hasMessage("no microphone is named 'webcam'; there are 'built-in'");
    }

    @Test
    void explainsMicrophoneInUse() {
        // when / then
        assertThatThrownBy(() -> Microphone.open(Optional.empty(), List.of(mixer("built-in", 16_000, true))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'built-in' cannot be used: in use; close other programs that record");
    }

    /** @param rate the only rate that it records, mono; 0 for none */
    private static Mixer mixer(String name, int rate, boolean inUse) {
        var info = new Mixer.Info(name, "test", "test", "1") {};
        return proxy(Mixer.class, (method, arguments) -> switch (method) {
            case "getMixerInfo" -> info;
            case "isLineSupported" -> {
                AudioFormat format = ((DataLine.Info) arguments[0]).getFormats()[0];
                yield rate > 0 && format.getSampleRate() == rate && format.getChannels() == 1;
            }
            case "getLine" -> line(((DataLine.Info) arguments[0]).getFormats()[0], inUse);
            default -> throw new UnsupportedOperationException(method);
        });
    }

    private static TargetDataLine line(AudioFormat format, boolean inUse) {
        boolean[] closed = {false};
        return proxy(TargetDataLine.class, (method, arguments) -> switch (method) {
            case "getFormat" -> format;
            case "open" -> {
                if (inUse) {
                    throw new LineUnavailableException("in use");
                }
                yield null;
            }
            case "start" -> null;
            case "close" -> {
                closed[0] = true;
                yield null;
            }
            case "read" -> {
                Arrays.fill((byte[]) arguments[0], (byte) 7);
                yield closed[0] ? 0 : arguments[2];
            }
            default -> throw new UnsupportedOperationException(method);
        });
    }

    @FunctionalInterface
    private interface Answers {
        Object answer(String method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.answer(method.getName(), arguments)));
    }
}
