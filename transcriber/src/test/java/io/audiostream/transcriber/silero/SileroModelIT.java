package io.audiostream.transcriber.silero;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.engine.TestModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SileroModelIT {

    /** An ONNX network with a single node, which copies {@code x} to {@code y}. */
    private static final String OTHER_NETWORK =
            "08083a370a100a017812017922084964656e746974791201675a0f0a0178120a0a08080112040a020801620f0a0179120a0a080801"
                    + "12040a0208014202100f";

    @TempDir
    private Path folder;

    @Test
    void refusesFolderWithoutModelWithRemedy() {
        // when / then
        assertThatThrownBy(() -> SileroModel.load(folder))
                .isInstanceOf(SileroException.class)
                .hasMessage(folder + " has no silero_vad_16k_sequence.onnx: pass the folder that dev/vad prints");
    }

    @Test
    void refusesJunk() throws IOException {
        // given
        Files.writeString(
                folder.resolve("silero_vad_16k_sequence.onnx"), "this is not a network, whatever its name says");

        // when / then
        assertThatThrownBy(() -> SileroModel.load(folder))
                .isInstanceOf(SileroException.class)
                .hasMessageStartingWith(
                        folder.resolve("silero_vad_16k_sequence.onnx") + " cannot be loaded as Silero VAD: ");
    }

    @Test
    void refusesTruncatedModel() throws IOException {
        // given
        byte[] whole = Files.readAllBytes(TestModel.silero().resolve("silero_vad_16k_sequence.onnx"));
        Files.write(folder.resolve("silero_vad_16k_sequence.onnx"), Arrays.copyOf(whole, whole.length / 2));

        // when / then
        assertThatThrownBy(() -> SileroModel.load(folder))
                .isInstanceOf(SileroException.class)
                .hasMessageContaining("cannot be loaded as Silero VAD");
    }

    @Test
    void refusesOtherNetwork() throws IOException {
        // given
        Files.write(
                folder.resolve("silero_vad_16k_sequence.onnx"), HexFormat.of().parseHex(OTHER_NETWORK));

        // when / then
        assertThatThrownBy(() -> SileroModel.load(folder))
                .isInstanceOf(SileroException.class)
                .hasMessageContaining("is not Silero VAD 6: its inputs are [x] and its outputs [y]");
    }
}
