package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody finds out who has the address and nothing else. */
class GrpcurlIT {

    private static LocalService service;

    @BeforeAll
    static void start() {
        service = LocalService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theServicesAreListed() {
        assertThat(grpcurl(0, service.endpoint(), "list").output())
                .contains(
                        "audiostream.AudioStreamService",
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection");
    }

    @Test
    void theContractIsDescribed() {
        assertThat(grpcurl(0, service.endpoint(), "describe", "audiostream.AudioStreamService")
                        .output())
                .contains(
                        "rpc StreamAudio ( stream .audiostream.AudioChunk ) returns ( stream .audiostream.TranscriptionResponse )",
                        "rpc TranscribeAudio ( .audiostream.AudioFile ) returns ( .audiostream.TranscriptionResponse )",
                        "rpc StreamTranscriptions ( .audiostream.AudioFile ) returns ( stream .audiostream.TranscriptionResponse )",
                        "rpc UploadAudio ( stream .audiostream.AudioChunk ) returns ( .audiostream.TranscriptionResponse )");
    }

    @Test
    void aCallWithoutAudioIsToldThatItIsEmpty() {
        Program call = grpcurl(
                67, // grpcurl adds 64 to the status code
                "-d",
                "{\"filename\": \"test.mp3\"}",
                service.endpoint(),
                "audiostream.AudioStreamService/TranscribeAudio");

        assertThat(call.errors()).contains("InvalidArgument", "the audio is empty", "test.mp3");
    }

    @Test
    void healthIsServing() {
        assertThat(grpcurl(0, service.endpoint(), "grpc.health.v1.Health/Check").output())
                .contains("SERVING")
                .doesNotContain("NOT_SERVING");
    }

    private static Program grpcurl(int expectedExit, Object... arguments) {
        Object[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("-plaintext"), java.util.Arrays.stream(arguments))
                .toArray();
        try (Program grpcurl = Program.start(Installation.grpcurl(), all)) {
            assertThat(grpcurl.exitCode()).as(grpcurl.errors()).isEqualTo(expectedExit);
            return grpcurl;
        }
    }
}
