package io.audiostream.client.cli;

import static io.audiostream.client.Responses.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.audiostream.client.TestService;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ExitCodeTest {

    @TempDir
    private Path folder;

    @Test
    void nobodyThere() {
        TestService gone = TestService.answering();
        gone.close();

        assertFailure(
                CommandRun.transcribeInput(gone.endpoint(), new byte[10], "-"),
                3,
                "no service answers at " + gone.endpoint());
    }

    @Test
    void aServiceThatIsLoading() {
        assertFailure(
                refused(refusal(Code.UNAVAILABLE, "the model is still loading")),
                3,
                "can't serve now, try again soon: the model is still loading");
    }

    @Test
    void audioThatIsRefused() {
        assertFailure(
                refused(refusal(Code.INVALID_ARGUMENT, "audio_data: empty")),
                4,
                "the service can't take this: audio_data: empty");
    }

    @Test
    void aLanguageThatIsNotThere() {
        assertFailure(
                refused(refusal(Code.NOT_FOUND, "language: no 'xx'")), 4, "does not have this: language: no 'xx'");
    }

    @Test
    void aFullService() {
        RetryInfo inThreeSeconds = RetryInfo.newBuilder()
                .setRetryDelay(Duration.newBuilder().setSeconds(3))
                .build();

        assertFailure(
                refused(refusal(Code.RESOURCE_EXHAUSTED, "all 4 slots are taken", inThreeSeconds)),
                5,
                "is full, try again in 3 s: all 4 slots are taken");
    }

    @Test
    void aMessageOverTheLimit() {
        assertFailure(refused(refusal(Code.RESOURCE_EXHAUSTED, "52428801 bytes")), 4, "has to be streamed");
    }

    @Test
    void aFaultOfTheService() {
        assertFailure(refused(refusal(Code.INTERNAL, "internal error")), 1, "internal error [request req-7]");
    }

    @Test
    void aFileThatIsNotThere() {
        String missing = folder.resolve("missing.wav").toString();
        try (TestService service = TestService.answering()) {
            assertFailure(CommandRun.transcribe(service.endpoint(), missing), 2, "there is no file '" + missing + "'");
            assertFailure(CommandRun.transcribe(service.endpoint(), folder.toString()), 2, "is a folder");
        }
    }

    @Test
    void standardInputThatBreaksOff() {
        var broken = new InputStream() {
            private int left = 10_000;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("the microphone is gone");
                }
                return 0;
            }
        };
        try (TestService service = TestService.answering()) {
            assertFailure(
                    CommandRun.transcribe(service.endpoint(), OptionalInt.empty(), broken, "--fast", "-"),
                    2,
                    "the microphone is gone");
        }
    }

    @Test
    void wrongUsage() {
        InputStream nothing = InputStream.nullInputStream();

        assertThat(CommandRun.run(OptionalInt.empty(), nothing).exitCode()).isEqualTo(2);
        CommandRun noPort = CommandRun.run(OptionalInt.empty(), nothing, "transcribe", "--endpoint", "localhost", "-");
        assertThat(noPort.exitCode()).isEqualTo(2);
        assertThat(noPort.err()).contains("HOST:PORT").contains("--help").doesNotContain("Exception");
    }

    @Test
    void theHelpListsThem() {
        CommandRun help = CommandRun.run(OptionalInt.empty(), InputStream.nullInputStream(), "transcribe", "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Exit codes:").contains("5   the service has no free slot");
    }

    private static CommandRun refused(StatusRuntimeException refusal) {
        try (TestService service = TestService.refusing(refusal)) {
            return CommandRun.transcribeInput(service.endpoint(), new byte[10], "--fast", "-");
        }
    }

    private static void assertFailure(CommandRun run, int exitCode, String sentence) {
        assertThat(run.err())
                .startsWith("error: ")
                .contains(sentence)
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }
}
