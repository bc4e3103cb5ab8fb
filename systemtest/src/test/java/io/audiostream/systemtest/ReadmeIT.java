package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README tells its reader to type does what it says. */
class ReadmeIT {

    private static final String GRPCURL = "grpcurl ";
    private static final String CURL = "curl ";
    private static final String CLIENT = "java -jar client/";
    private static final String LOCAL = "java -jar operator/target/audiostream-operator.jar local ";

    /** Run by {@code dev/check-quickstart} and by whoever runs these tests. */
    private static final List<String> SCRIPTS = List.of("./quickstart", "./quickstart --serve", "./verify");

    @Test
    void everyCommandIsRunBySomeTest() {
        List<String> known = List.of(GRPCURL, CURL, CLIENT, LOCAL);
        List<String> onACluster = Readme.section("On a cluster");

        // Those of a cluster are run by ReadmeE2E.
        assertThat(onACluster).isNotEmpty();
        assertThat(Readme.commands())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(SCRIPTS.contains(command)
                                || onACluster.contains(command)
                                || known.stream().anyMatch(command::startsWith))
                        .as(command)
                        .isTrue());
    }

    @Test
    void theServiceAnswersTheCalls() {
        try (LocalService service = LocalService.start()) {
            for (String command : Stream.of(GRPCURL, CURL, CLIENT)
                    .flatMap(prefix -> Readme.commands(prefix).stream())
                    .toList()) {
                Program call = shell(command.replace("127.0.0.1:50051", service.endpoint()), "");
                assertThat(call.output()).as(command).isNotBlank();
                if (!command.startsWith(GRPCURL)) {
                    assertThat(Words.of(call.output())).contains("what your country can do for you");
                }
            }
        }
    }

    @Test
    void localServesTheExample() {
        for (String command : Readme.commands(LOCAL)) {
            // The official model is out of reach here, and the port may be taken.
            String bash = "exec " + command + " --port 0 --model-file '" + Installation.model() + "'";
            try (Program local = Program.start(Path.of("bash"), "-c", environment("") + bash)) {
                assertThat(local.awaitLine("READY ")).matches("127\\.0\\.0\\.1:\\d+");
                local.terminate();
                local.exitCode();
            }
        }
    }

    private static Program shell(String command, String variables) {
        Program program = run(command, variables);
        assertThat(program.exitCode()).as(command + "\n" + program.errors()).isZero();
        return program;
    }

    /** Runs a command to its end. */
    private static Program run(String command, String variables) {
        try (Program program = Program.start(Path.of("bash"), "-c", environment(variables) + command)) {
            program.exitCode();
            return program;
        }
    }

    /** The programs that a reader has on the path. */
    private static String environment(String variables) {
        Path tools = Installation.grpcurl().getParent();
        Path java = Installation.java().getParent();
        return variables + "export PATH='" + java + "':'" + tools + "':\"$PATH\"; ";
    }
}
