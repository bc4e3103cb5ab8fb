package io.audiostream.client.cli;

import static io.audiostream.client.Responses.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import com.sun.net.httpserver.HttpServer;
import io.audiostream.client.Endpoint;
import io.audiostream.client.TestService;
import io.audiostream.proto.TranscriptionResponse;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ExitCodeTest {

    @TempDir
    private Path folder;

    @Test
    void reportsUnreachableService() {
        // given
        TestService stopped = TestService.answering();
        stopped.close();

        // when
        CommandRun run = CommandRun.transcribeInput(stopped.endpoint(), new byte[10], "--wait", "0s", "-");

        // then
        assertFailure(run, 3, "no service answers at " + stopped.endpoint());
    }

    @Test
    void reportsConnectionThatBreaksInMidStream() {
        // given
        try (TestService breaking = TestService.breaking(TranscriptionResponse.getDefaultInstance())) {
            // when
            CommandRun run = CommandRun.transcribeInput(breaking.endpoint(), new byte[10], "--wait", "0s", "-");

            // then
            assertFailure(run, 3, "the connection to " + breaking.endpoint() + " broke in mid-stream");
        }
    }

    @Test
    void reportsServiceThatLoadsItsModel() {
        // when
        CommandRun run = refused(refusal(Code.UNAVAILABLE, "the model is still loading"));

        // then
        assertFailure(run, 3, "cannot serve the call now; try again soon: the model is still loading");
    }

    @Test
    void reportsRefusedAudio() {
        // when
        CommandRun run = refused(refusal(Code.INVALID_ARGUMENT, "audio_data: empty"));

        // then
        assertFailure(run, 4, "the service refused the request: the audio: empty");
    }

    @Test
    void reportsUnknownLanguage() {
        // when
        CommandRun run = refused(refusal(Code.NOT_FOUND, "language: no 'xx'"));

        // then
        assertFailure(run, 4, "does not have the model or language: language: no 'xx'");
    }

    @Test
    void namesTheOptionInsteadOfTheFieldOfTheContract() {
        // when
        CommandRun run = refused(refusal(
                Code.INVALID_ARGUMENT, "metadata.endpointing.max_segment: 1s is out of range, metadata.foo: no field"));

        // then
        assertFailure(run, 4, "request: --max-segment: 1s is out of range, metadata.foo: no field");
    }

    @Test
    void reportsHttpServerThatDoesNotSpeakGrpc() throws Exception {
        // given
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.start();
        var endpoint = new Endpoint("127.0.0.1", http.getAddress().getPort());
        try {
            // when
            CommandRun run = CommandRun.transcribeInput(endpoint, new byte[10], "--fast", "--wait", "0s", "-");

            // then
            assertFailure(run, 1, endpoint + " is an HTTP server that does not speak gRPC");
        } finally {
            http.stop(0);
        }
    }

    @Test
    void reportsHttp2ServerThatDoesNotSpeakGrpc() {
        // when
        CommandRun run = refused(refusal(
                Code.UNIMPLEMENTED,
                "HTTP status code 404 invalid content-type: text/html headers: Metadata(:status=404)"));

        // then
        assertFailure(run, 1, "is an HTTP server that does not speak gRPC");
    }

    @Test
    void namesMisspeltOptionAndNotTheFile() {
        // when
        CommandRun run = run("transcribe", "--langauge", "de", "missing.wav");

        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .endsWith("error: Unknown option '--langauge'; did you mean '--language'?\n")
                .doesNotContain("missing.wav");
    }

    @Test
    void namesMisspeltCommand() {
        // when / then
        assertThat(run("transcrib", "a.wav").err())
                .endsWith("error: there is no command 'transcrib'; did you mean 'transcribe'?\n");
        assertThat(run("a.wav").err())
                .endsWith(
                        "error: there is no command 'a.wav'; the commands are transcribe, listen, probe, completion, man\n");
    }

    @Test
    void namesTheOptionWhoseFileCannotBeRead() {
        // when / then
        assertThat(run("transcribe", "--api-key-file", folder.toString(), "-").err())
                .isEqualTo("error: --api-key-file '" + folder + "' cannot be read: Is a directory\n");
        assertThat(run("probe", "--ca", folder + "/none").err())
                .isEqualTo("error: there is no file '" + folder + "/none' for --ca\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void namesFileWithoutCertificate(String content) throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("ca.pem"), content);

        // when
        CommandRun run = run("probe", "--ca", file.toString());

        // then
        assertFailure(run, 2, "'" + file + "' holds no certificate; name a file with certificate authorities in PEM");
    }

    @Test
    void namesTheReasonOfTheKernel() {
        // given
        TestService stopped = TestService.answering();
        stopped.close();

        // when
        CommandRun run = CommandRun.transcribeInput(stopped.endpoint(), new byte[10], "--wait", "10ms", "-");

        // then
        assertThat(run.err()).contains("Connection refused").doesNotContain("finishConnect", "text is final up to");
    }

    @Test
    void reportsServiceWithoutFreeSlot() {
        // given
        RetryInfo inThreeSeconds = RetryInfo.newBuilder()
                .setRetryDelay(Duration.newBuilder().setSeconds(3))
                .build();

        // when
        CommandRun run = refused(refusal(Code.RESOURCE_EXHAUSTED, "all 4 slots are taken", inThreeSeconds));

        // then
        assertFailure(run, 5, "has no capacity now; try again in 3 s: all 4 slots are taken");
    }

    @Test
    void reportsMessageOverLimit() {
        // when
        CommandRun run = refused(refusal(Code.RESOURCE_EXHAUSTED, "52428801 bytes"));

        // then
        assertFailure(run, 4, "over the size limit: 52428801 bytes; stream a large file");
    }

    @Test
    void reportsRequestIdOfInternalError() {
        // when
        CommandRun run = refused(refusal(Code.INTERNAL, "internal error"));

        // then
        assertFailure(run, 1, "internal error [request req-7]");
    }

    @Test
    void reportsMissingFileAndFolder() {
        // given
        String missing = folder.resolve("missing.wav").toString();
        try (TestService service = TestService.answering()) {
            // when
            CommandRun ofMissing = CommandRun.transcribe(service.endpoint(), missing);
            CommandRun ofFolder = CommandRun.transcribe(service.endpoint(), folder.toString());

            // then
            assertFailure(ofMissing, 2, "there is no file '" + missing + "'");
            assertFailure(ofFolder, 2, "is a folder");
        }
    }

    @Test
    void reportsReadErrorOfStandardInput() {
        // given
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
            // when
            CommandRun run = CommandRun.transcribe(service.endpoint(), OptionalInt.empty(), broken, "--fast", "-");

            // then
            assertFailure(run, 2, "the microphone is gone");
        }
    }

    @Test
    void reportsWrongUsage() {
        // when
        CommandRun noArguments = run();
        CommandRun noPort = run("transcribe", "--endpoint", "localhost", "-");

        // then
        assertThat(noArguments.exitCode()).isEqualTo(2);
        assertThat(noPort.exitCode()).isEqualTo(2);
        assertThat(noPort.err()).contains("HOST:PORT").contains("--help").doesNotContain("Exception");
    }

    @Test
    void reportsDeadlineOutOfBounds() {
        // when
        CommandRun run = run("transcribe", "--endpoint", "localhost:1", "--deadline", "9000h", "-");

        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("deadline is PT9000H").contains("to PT8760H");
    }

    @Test
    void listsExitCodesInHelp() {
        // when
        CommandRun help = run("transcribe", "--help");

        // then
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Exit codes:").contains("5     The service has no capacity for the call now.");
    }

    private static CommandRun run(String... arguments) {
        return CommandRun.run(OptionalInt.empty(), InputStream.nullInputStream(), arguments);
    }

    private static CommandRun refused(StatusRuntimeException refusal) {
        try (TestService service = TestService.refusing(refusal)) {
            return CommandRun.transcribeInput(service.endpoint(), new byte[10], "--fast", "--wait", "0s", "-");
        }
    }

    private static void assertFailure(CommandRun run, int exitCode, String message) {
        assertThat(run.err())
                .startsWith("error: ")
                .contains(message)
                .endsWith("\n")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(exitCode);
    }
}
