package io.audiostream.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.testing.ResourceFiles;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private static final String SHA256 = "c577b9a86e7e048a0b7eada054f4dd79a56bbfa911fbdacf900ac5b567cbb7d9";

    @Test
    void thePodFetchesThePresetAndChecksIt() {
        // when
        var commands = inPod("minimal.yaml");

        // then
        assertThat(commands.fetchModel())
                .get()
                .asList()
                .containsExactly(
                        "fetch-model",
                        "--uri",
                        "https://huggingface.co/ggerganov/whisper.cpp/resolve/main/ggml-base-q8_0.bin",
                        "--sha256",
                        SHA256,
                        "--file",
                        "/models/ggml-base-q8_0.bin");
    }

    @Test
    void theTranscriberServesWhatTheResourceSays() {
        // when
        var commands = inPod("minimal.yaml");

        // then
        assertThat(String.join(" ", commands.transcriber()))
                .isEqualTo("serve --model-file /models/ggml-base-q8_0.bin --model-name base-q8_0 --model-sha256 "
                        + SHA256
                        + " --language auto --slots 4 --host 127.0.0.1 --grpc-port 50052 --http-host 0.0.0.0"
                        + " --http-port 8001 --max-receive-message-size 52428800 --max-send-message-size 52428800"
                        + " --unary-timeout 30s --drain-timeout 30s --envoy-admin 127.0.0.1:9901");
    }

    @Test
    void aModelOnAVolumeIsNotFetched() {
        // when
        var commands = inPod("volume.yaml");

        // then
        assertThat(commands.fetchModel()).isEmpty();
        assertThat(commands.transcriber())
                .containsSequence("--model-file", "/models/whisper/ggml-base-q8_0.bin")
                .containsSequence("--model-sha256", SHA256);
    }

    @Test
    void aModelInAnImageIsNotFetched() {
        // when
        var commands = inPod("image.yaml");

        // then
        assertThat(commands.fetchModel()).isEmpty();
        assertThat(commands.transcriber()).containsSequence("--model-file", "/models/whisper/ggml-base-q8_0.bin");
    }

    @Test
    void aModelThatIsKeptIsFetchedToTheFileThatIsServed() {
        // when
        var commands = inPod("cached.yaml");

        // then
        var file = "/models/" + SHA256 + "/ggml-base-q8_0.bin";
        assertThat(commands.fetchModel()).get().asList().containsSequence("--file", file);
        assertThat(commands.transcriber()).containsSequence("--model-file", file);
    }

    @Test
    void anotherPlaceChangesAddressesPortsAndPathsAndNothingElse() {
        // given
        var service = DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve("minimal.yaml")));
        var here = new Placement("127.0.0.1", new Ports(1, 2, 3, 4), "/cache/model.bin", "/run/envoy");

        // when
        var transcriber = String.join(" ", service.commands(here).transcriber());

        // then
        var inPod = String.join(" ", service.commands(service.inPod()).transcriber());
        assertThat(transcriber)
                .isEqualTo(inPod.replace("/models/ggml-base-q8_0.bin", "/cache/model.bin")
                        .replace("--grpc-port 50052", "--grpc-port 2")
                        .replace("--http-port 8001", "--http-port 3")
                        .replace("--http-host 0.0.0.0", "--http-host 127.0.0.1")
                        .replace("--envoy-admin 127.0.0.1:9901", "--envoy-admin 127.0.0.1:4"));
        assertThat(service.commands(here).envoy()).containsSequence("--config-path", "/run/envoy/bootstrap.yaml");
    }

    private static Commands inPod(String example) {
        var service = DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve(example)));
        return service.commands(service.inPod());
    }
}
