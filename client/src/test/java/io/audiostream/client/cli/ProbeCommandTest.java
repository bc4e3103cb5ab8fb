package io.audiostream.client.cli;

import static io.audiostream.client.Responses.refusal;
import static io.audiostream.client.Responses.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.client.TestService;
import io.audiostream.proto.AudioChunk;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status.Code;
import java.io.InputStream;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProbeCommandTest {

    private static final TranscriptionResponse SPOKEN = result("What your country can do.").toBuilder()
            .setMetadata(TranscriptionMetadata.newBuilder().setModel("base").setLanguage("en"))
            .build();

    @Test
    void reportsServiceThatWorks() {
        // given
        try (TestService service = TestService.answering(SPOKEN)) {
            // when
            CommandRun run = probe(service);

            // then
            assertThat(run.exitCode()).isZero();
            assertThat(run.out().lines())
                    .anyMatch(line -> line.matches("health +serving"))
                    .anyMatch(line -> line.matches("connect +[0-9.]+ ms"))
                    .anyMatch(line -> line.matches("round trip +[0-9.]+ ms, median of health checks"))
                    .anyMatch(line -> line.matches("model +base"))
                    .anyMatch(line -> line.matches("text +What your country can do\\."));
            assertThat(service.chunks().stream()
                            .map(AudioChunk::getAudioData)
                            .mapToInt(audio -> audio.size())
                            .sum())
                    .as("three seconds")
                    .isEqualTo(96_000);
        }
    }

    @Test
    void printsJsonForScripts() {
        // given
        try (TestService service = TestService.answering(SPOKEN)) {
            // when
            CommandRun run = probe(service, "--output", "json");

            // then
            assertThat(run.out())
                    .startsWith("{\"endpoint\":\"" + service.endpoint() + "\",\"serving\":true,\"connectMillis\":")
                    .contains("\"model\":\"base\",\"language\":\"en\",\"text\":\"What your country can do.\"")
                    .endsWith("}\n");
        }
    }

    @Test
    void sendsNoAudioWithNoSpeech() {
        // given
        try (TestService service = TestService.answering(SPOKEN)) {
            // when
            CommandRun run = probe(service, "--no-speech");

            // then
            assertThat(run.exitCode()).isZero();
            assertThat(service.chunks()).isEmpty();
        }
    }

    @Test
    void exitsWithThreeWhileServiceDoesNotServe() {
        // given
        try (TestService service = TestService.answering(SPOKEN)) {
            service.stopServing();

            // when
            CommandRun run = probe(service);

            // then
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).contains("not serving: it loads its model or drains");
        }
    }

    @Test
    void exitsWithOneIfSpeechHasNoText() {
        // given
        try (TestService service = TestService.answering(result(""))) {
            // when / then
            assertThat(probe(service).exitCode()).isEqualTo(1);
        }
    }

    @Test
    void reportsServiceWithoutFreeSlotAndUnreachableOne() {
        // given
        TestService full = TestService.refusing(refusal(Code.INVALID_ARGUMENT, "metadata.language: no 'xx'"));
        try (full) {
            // when
            CommandRun run = probe(full);

            // then
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.err()).isEqualTo("error: the service refused the request: --language: no 'xx'\n");
        }

        // when
        CommandRun run = probe(full);

        // then
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).startsWith("error: no service answers at " + full.endpoint());
    }

    private static CommandRun probe(TestService service, String... options) {
        return CommandRun.run(
                OptionalInt.empty(),
                InputStream.nullInputStream(),
                Stream.concat(
                                Stream.of(
                                        "probe",
                                        "--endpoint",
                                        service.endpoint().toString()),
                                Stream.of(options))
                        .toArray(String[]::new));
    }
}
