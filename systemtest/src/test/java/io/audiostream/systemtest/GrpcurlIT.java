package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls through server reflection, by a client that has the address but no proto file. */
@ExtendWith(SharedLocalService.class)
class GrpcurlIT {

    /** grpcurl adds 64 to the status code. */
    private static final int EXIT_INVALID_ARGUMENT = 64 + 3;

    private final String endpoint;

    GrpcurlIT(LocalService service) {
        endpoint = service.endpoint();
    }

    @Test
    void listsTheServices() {
        // when
        RunningProgram call = grpcurl(0, endpoint, "list");

        // then
        assertThat(call.stdout())
                .contains(
                        "audiostream.AudioStreamService",
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection");
    }

    @Test
    void describesTheContract() {
        // when
        RunningProgram call = grpcurl(0, endpoint, "describe", "audiostream.AudioStreamService");

        // then
        assertThat(call.stdout())
                .contains(
                        "rpc StreamAudio ( stream .audiostream.AudioChunk ) returns ( stream .audiostream.TranscriptionResponse )",
                        "rpc TranscribeAudio ( .audiostream.AudioFile ) returns ( .audiostream.TranscriptionResponse )",
                        "rpc StreamTranscriptions ( .audiostream.AudioFile ) returns ( stream .audiostream.TranscriptionResponse )",
                        "rpc UploadAudio ( stream .audiostream.AudioChunk ) returns ( .audiostream.TranscriptionResponse )");
    }

    @Test
    void refusesCallWithoutAudio() {
        // when
        RunningProgram call = grpcurl(
                EXIT_INVALID_ARGUMENT,
                "-d",
                "{\"filename\": \"test.mp3\"}",
                endpoint,
                "audiostream.AudioStreamService/TranscribeAudio");

        // then
        assertThat(call.stderr()).contains("InvalidArgument", "the audio is empty", "test.mp3");
    }

    @Test
    void reportsHealth() {
        // when
        RunningProgram call = grpcurl(0, endpoint, "grpc.health.v1.Health/Check");

        // then
        assertThat(call.stdout()).contains("SERVING").doesNotContain("NOT_SERVING");
    }

    private static RunningProgram grpcurl(int expectedExit, Object... arguments) {
        Object[] all =
                Stream.concat(Stream.of("-plaintext"), Arrays.stream(arguments)).toArray();
        try (RunningProgram grpcurl = RunningProgram.start(TestPaths.grpcurl(), all)) {
            assertThat(grpcurl.awaitExit()).as(grpcurl::stderr).isEqualTo(expectedExit);
            return grpcurl;
        }
    }
}
