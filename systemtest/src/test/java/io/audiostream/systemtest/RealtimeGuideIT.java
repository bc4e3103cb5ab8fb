package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The programs and recipes in docs/realtime.md. */
@ExtendWith(SharedLocalService.class)
class RealtimeGuideIT {

    private static final Path AGENTS = TestPaths.ROOT.resolve("systemtest/src/test/resources/agents");

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

    @Test
    void hasRecipeForLiveKit() throws IOException {
        assertAgentHears("run_livekit.py", block("python", 1));
    }

    @Test
    void hasRecipeForPipecat() throws IOException {
        assertAgentHears("run_pipecat.py", block("python", 2));
    }

    /** The agent runs on after the end of the audio, as in a call. */
    private void assertAgentHears(String script, String recipe) throws IOException {
        // given
        Path written = Files.writeString(folder.resolve("recipe.py"), recipe);

        // when
        try (RunningProgram agent =
                RunningProgram.start(TestPaths.agentPython(), AGENTS.resolve(script), written, speech())) {

            // then
            await().atMost(Timeouts.EVENT).until(() -> hasText(agent) || !agent.isAlive());
            assertThat(hasText(agent)).as(() -> agent.stdout() + agent.stderr()).isTrue();
        }
    }

    private static boolean hasText(RunningProgram program) {
        return TextNormalizer.normalize(program.stdout()).contains(Recording.PHRASE_TEXT);
    }

    private static void assertPrintsText(RunningProgram program) {
        try (program) {
            assertThat(program.awaitExit()).as(program::stderr).isZero();
            assertThat(hasText(program)).as(program::stdout).isTrue();
        }
    }

    /** Writes the first program in a language. It calls the service of the test. */
    private Path program(String language, String name) throws IOException {
        return Files.writeString(folder.resolve(name), block(language, 0));
    }

    /** Returns a block in a language. It calls the service of the test. */
    private String block(String language, int index) throws IOException {
        String block = blocks(language).get(index).replace("localhost:50051", service.endpoint());
        assertThat(block).contains(service.endpoint());
        return block;
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
