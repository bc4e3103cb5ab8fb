package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the commands of the README that need no cluster. */
@ExtendWith(SharedLocalService.class)
class ReadmeIT {

    private static final String GRPCURL = "grpcurl ";
    private static final String CURL = "curl ";
    private static final String CLIENT = "java -jar client/";
    private static final String LOCAL = "java -jar operator/target/audiostream-operator.jar local ";

    /** Scripts that {@code dev/check-quickstart} runs, and the script that runs these tests. */
    private static final List<String> SCRIPTS = List.of("./quickstart", "./quickstart --serve", "./verify");

    @Test
    void hasNoCommandThatNoTestRuns() {
        // given
        List<String> testedHere = List.of(GRPCURL, CURL, CLIENT, LOCAL);
        List<String> testedByReadmeE2E = Readme.commandsOfSection("On a cluster");

        // when / then
        assertThat(testedByReadmeE2E).isNotEmpty();
        assertThat(Readme.commands())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(SCRIPTS.contains(command)
                                || testedByReadmeE2E.contains(command)
                                || testedHere.stream().anyMatch(command::startsWith))
                        .as(command)
                        .isTrue());
    }

    @Test
    void hasCallsThatTheServiceAnswers(LocalService service) {
        for (String command : Stream.of(GRPCURL, CURL, CLIENT)
                .flatMap(prefix -> Readme.commandsWithPrefix(prefix).stream())
                .toList()) {
            // when
            String output = outputOf(command.replace("127.0.0.1:50051", service.endpoint()));

            // then
            assertThat(output).as(command).isNotBlank();
            if (!command.startsWith(GRPCURL)) {
                assertThat(TextNormalizer.normalize(output)).contains(Recording.PHRASE_TEXT);
            }
        }
    }

    @Test
    void hasLocalCommandThatServesTheExample() {
        for (String command : Readme.commandsWithPrefix(LOCAL)) {
            // The official model needs the internet, and the port may be taken.
            String testable = "exec " + command + " --port 0 --model-file '" + TestPaths.ggmlModel() + "'";
            // when
            try (RunningProgram local = bash(testable)) {
                // then
                assertThat(local.awaitReady()).matches("127\\.0\\.0\\.1:\\d+");
                local.terminate();
                local.awaitExit();
            }
        }
    }

    /** Runs a command, which has to succeed, and returns its standard output. */
    private static String outputOf(String command) {
        try (RunningProgram program = bash(command)) {
            assertThat(program.awaitExit())
                    .as(() -> command + "\n" + program.stderr())
                    .isZero();
            return program.stdout();
        }
    }

    /** Starts a command with the programs on PATH that the README's reader needs: java and grpcurl. */
    private static RunningProgram bash(String command) {
        Path tools = TestPaths.grpcurl().getParent();
        Path java = TestPaths.java().getParent();
        return RunningProgram.start(
                Path.of("bash"), "-c", "export PATH='" + java + "':'" + tools + "':\"$PATH\"; " + command);
    }
}
