package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The programs in docs/realtime.md. */
@ExtendWith(SharedLocalService.class)
class RealtimeGuideIT {

    @TempDir
    private Path folder;

    private final LocalService service;

    RealtimeGuideIT(LocalService service) {
        this.service = service;
    }

    @Test
    void hasProgramInPython() throws IOException {
        // given
        Path program = program("python", "client.py");

        // when / then
        assertPrintsText(RunningProgram.start(TestPaths.openAiClients().resolve("venv/bin/python"), program, speech()));
    }

    @Test
    void hasProgramInJavaScript() throws IOException {
        // given
        Path program = program("js", "client.mjs");
        Path webSocket = TestPaths.openAiClients().resolve("node_modules/ws/wrapper.mjs");
        Files.writeString(program, Files.readString(program).replace("\"ws\"", "\"" + webSocket.toUri() + "\""));

        // when / then
        assertPrintsText(RunningProgram.start(Path.of("node"), program, speech()));
    }

    @Test
    void hasProgramForBrowser() throws IOException {
        try (var page = new MicrophonePage();
                LocalService permitting =
                        LocalService.start("    cors:\n      allowOrigins: [\"" + page.origin() + "\"]\n")) {
            // given
            String program = blocks("js").get(1).replace("wss://speech.example.com", "ws://" + permitting.endpoint());

            // when
            try (RunningProgram _ =
                    page.open("const key = 'none';\n" + program, TestPaths.AUDIO.resolve("jfk.wav"), folder)) {

                // then
                page.awaitText(text -> TextNormalizer.normalize(text).contains(Recording.PHRASE_TEXT));
            }
        }
    }

    private static void assertPrintsText(RunningProgram program) {
        try (program) {
            assertThat(program.awaitExit()).as(program::stderr).isZero();
            assertThat(TextNormalizer.normalize(program.stdout())).contains(Recording.PHRASE_TEXT);
        }
    }

    /** Writes the first program in a language. It calls the service of the test. */
    private Path program(String language, String name) throws IOException {
        String program = blocks(language).getFirst().replace("localhost:50051", service.endpoint());
        assertThat(program).contains(service.endpoint());
        return Files.writeString(folder.resolve(name), program);
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(TestPaths.ROOT.resolve("docs/realtime.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private Path speech() {
        return RealtimeAudio.pcm(
                folder.resolve("speech.pcm"), Recording.jfk().concat(Recording.silence(Duration.ofSeconds(1))));
    }
}
