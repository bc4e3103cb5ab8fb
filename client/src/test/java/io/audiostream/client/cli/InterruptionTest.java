package io.audiostream.client.cli;

import static io.audiostream.client.Responses.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audiostream.client.Endpoint;
import io.audiostream.client.TestService;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while audio arrives: its source goes on, and the command does not. */
@Timeout(120)
class InterruptionTest {

    private static final Duration EVENT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Interruption interruption = new Interruption();
    private final PipedOutputStream microphone = new PipedOutputStream();

    @Test
    void printsFinalsOfWhatWasSaid() throws Exception {
        // given
        try (TestService service = TestService.answering(result("Last words."))) {
            CompletableFuture<CommandRun> run = start(service.endpoint(), OptionalInt.of(80), "--fast");
            microphone.write(new byte[64_000]);
            await().atMost(EVENT).until(() -> !service.chunks().isEmpty());

            // when
            interruption.request();

            // then
            assertThat(run.get().exitCode()).isEqualTo(130);
            assertThat(run.get().out()).isEqualTo("Last words.\n");
            assertThat(run.get().err())
                    .contains("stopping after the last words")
                    .endsWith("\n");
        }
    }

    @Test
    void keepsUnfinishedTranscriptInFileOfItsOwn() throws Exception {
        // given
        try (TestService service = TestService.answering(result("Last words."))) {
            CompletableFuture<CommandRun> run =
                    start(service.endpoint(), OptionalInt.empty(), "--fast", "--output-dir", folder.toString());
            microphone.write(new byte[64_000]);
            await().atMost(EVENT).until(() -> !service.chunks().isEmpty());

            // when
            interruption.request();

            // then
            assertThat(run.get().exitCode()).isEqualTo(130);
            assertThat(run.get().err()).contains("the text so far is in " + folder.resolve("stdin.txt.part"));
            assertThat(folder.resolve("stdin.txt.part")).hasContent("Last words.");
            assertThat(folder.resolve("stdin.txt")).doesNotExist();
        }
    }

    @Test
    void doesNotWaitForServiceThatIsNotThere() throws Exception {
        // given
        TestService stopped = TestService.answering();
        stopped.close();
        CompletableFuture<CommandRun> run = start(stopped.endpoint(), OptionalInt.empty(), "--wait", "1h");
        microphone.write(new byte[64_000]);

        // when
        await().atMost(EVENT).until(() -> {
            interruption.request();
            return run.isDone();
        });

        // then
        assertThat(run.get().exitCode()).isEqualTo(130);
    }

    @Test
    void isRefusedTheSecondTime() {
        // when / then
        assertThat(interruption.request()).isTrue();
        assertThat(interruption.request()).isFalse();
    }

    private CompletableFuture<CommandRun> start(Endpoint endpoint, OptionalInt width, String... arguments)
            throws Exception {
        var input = new PipedInputStream(microphone, 128_000);
        String[] all = Stream.concat(Stream.of("transcribe", "--endpoint", endpoint.toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return CompletableFuture.supplyAsync(() -> CommandRun.run(width, input, interruption, Map.of(), all));
    }
}
